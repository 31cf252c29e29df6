import { KeyAdministration, newKey, pageOfKeys, parseFields, type Actor } from '@repo/auth/clients';
import { Body, Delete, Get, Header, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import { AdminController, AdminRoute, INVALID } from '../admin-route.decorator';
import { CurrentActor } from './actor.decorator';
import { ClientErrors } from './client-errors.interceptor';
import { createdKey, keyPage, keyView } from './client-views';

const scope = 'admin:clients';

/** The API keys of a client. */
@AdminController('admin/clients/:id/keys', 'clients')
@UseInterceptors(ClientErrors)
export class KeysController {
  constructor(private readonly keys: KeyAdministration) {}

  @Post()
  @Header('cache-control', 'no-store')
  @AdminRoute({
    scope,
    summary: 'Makes an API key. The answer alone has it.',
    body: newKey,
    answers: { 201: createdKey },
    problems: {
      400: INVALID,
      403: 'The caller lacks the scope `admin:clients`, or one of the client.',
      404: 'There is no such client.',
      409: 'The client has too many keys.',
    },
  })
  create(@CurrentActor() actor: Actor, @Param('id') id: string, @Body() body: unknown) {
    return this.keys.create(actor, id, parseFields(newKey, body));
  }

  @Get()
  @Header('cache-control', 'no-store')
  @AdminRoute({
    scope,
    summary: 'Lists the keys of a client, newest first.',
    query: pageOfKeys,
    answers: { 200: keyPage },
    problems: { 400: INVALID, 404: 'There is no such client.' },
  })
  list(@Param('id') id: string, @Query() query: unknown) {
    return this.keys.list(id, parseFields(pageOfKeys, query));
  }

  @Delete(':key')
  @AdminRoute({
    scope,
    summary: 'Revokes a key, everywhere within 5 s. It stays in the list.',
    answers: { 200: keyView },
    problems: { 404: 'There is no such client or key.' },
  })
  revoke(@CurrentActor() actor: Actor, @Param('id') id: string, @Param('key') key: string) {
    return this.keys.revoke(actor, id, key);
  }
}
