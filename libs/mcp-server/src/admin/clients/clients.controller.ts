import {
  clientChange,
  ClientAdministration,
  ClientSecrets,
  newClient,
  newSecret,
  pageOfClients,
  parseFields,
  type Actor,
} from '@repo/auth/clients';
import {
  Body,
  Delete,
  Get,
  Header,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  UseInterceptors,
} from '@nestjs/common';
import { AdminController, AdminRoute, INVALID } from '../admin-route.decorator';
import { CurrentActor } from './actor.decorator';
import { ClientErrors } from './client-errors.interceptor';
import { clientDetail, clientPage, createdClient } from './client-views';

const scope = 'admin:clients';
const FORBIDDEN =
  'The caller lacks the scope `admin:clients`, or one that it wants to hand out or that the client has.';
const UNKNOWN = 'There is no such client.';
const NAME_TAKEN = 'The name is taken.';

/** The machines that may call. */
@AdminController('admin/clients', 'clients')
@UseInterceptors(ClientErrors)
export class ClientsController {
  constructor(
    private readonly clients: ClientAdministration,
    private readonly secrets: ClientSecrets,
  ) {}

  @Post()
  @Header('cache-control', 'no-store')
  @AdminRoute({
    scope,
    summary: 'Makes a client. The answer alone has its secret.',
    body: newClient,
    answers: { 201: createdClient },
    problems: { 400: INVALID, 403: FORBIDDEN, 409: NAME_TAKEN },
  })
  create(@CurrentActor() actor: Actor, @Body() body: unknown) {
    return this.clients.create(actor, parseFields(newClient, body));
  }

  @Get()
  @Header('cache-control', 'no-store')
  @AdminRoute({
    scope,
    summary: 'Lists clients, newest first.',
    query: pageOfClients,
    answers: { 200: clientPage },
    problems: { 400: INVALID },
  })
  list(@Query() query: unknown) {
    return this.clients.list(parseFields(pageOfClients, query));
  }

  @Get(':id')
  @Header('cache-control', 'no-store')
  @AdminRoute({
    scope,
    summary: 'Shows a client.',
    answers: { 200: clientDetail },
    problems: { 404: UNKNOWN },
  })
  get(@Param('id') id: string) {
    return this.clients.get(id);
  }

  @Patch(':id')
  @AdminRoute({
    scope,
    summary: 'Changes name, scopes or expiry of a client.',
    body: clientChange,
    answers: { 200: clientDetail },
    problems: { 400: INVALID, 403: FORBIDDEN, 404: UNKNOWN, 409: NAME_TAKEN },
  })
  update(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown) {
    return this.clients.update(actor, id, parseFields(clientChange, body));
  }

  @Delete(':id')
  @HttpCode(204)
  @AdminRoute({
    scope,
    summary: 'Deletes a client with its secrets and keys.',
    answers: { 204: undefined },
    problems: { 403: FORBIDDEN, 404: UNKNOWN },
  })
  async delete(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.clients.delete(actor, id);
  }

  @Post(':id/secrets')
  @Header('cache-control', 'no-store')
  @AdminRoute({
    scope,
    summary: 'Makes a second secret; the old one ends in a day, or when the body says.',
    body: newSecret,
    answers: { 201: createdClient },
    problems: { 400: INVALID, 403: FORBIDDEN, 404: UNKNOWN, 409: 'It has two secrets already.' },
  })
  rotate(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown) {
    return this.secrets.rotate(actor, id, parseFields(newSecret, body));
  }

  @Post(':id/disable')
  @HttpCode(200)
  @AdminRoute({
    scope,
    summary: 'Refuses all that the client holds, everywhere within 5 s.',
    answers: { 200: clientDetail },
    problems: { 404: UNKNOWN },
  })
  disable(@CurrentActor() actor: Actor, @Param('id') id: string) {
    return this.clients.disable(actor, id);
  }

  @Post(':id/enable')
  @HttpCode(200)
  @AdminRoute({
    scope,
    summary: 'Lets a disabled client in again.',
    answers: { 200: clientDetail },
    problems: { 403: FORBIDDEN, 404: UNKNOWN },
  })
  enable(@CurrentActor() actor: Actor, @Param('id') id: string) {
    return this.clients.enable(actor, id);
  }
}
