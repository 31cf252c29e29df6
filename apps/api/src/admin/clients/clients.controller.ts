import {
  clientChange,
  ClientAdministration,
  ClientSecrets,
  newClient,
  newSecret,
  pageOfClients,
  understood,
  type Actor,
} from '@repo/auth/clients';
import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Param,
  Patch,
  Post,
  Query,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { AdminAccess, AdminScope } from '../admin-access.guard';
import { Acting } from './actor.decorator';
import { ClientErrors } from './client-errors.interceptor';

/** The machines that may call. */
@Controller('admin/clients')
@AdminScope('admin:clients')
@UseGuards(AdminAccess)
@UseInterceptors(ClientErrors)
export class ClientsController {
  constructor(
    private readonly clients: ClientAdministration,
    private readonly secrets: ClientSecrets,
  ) {}

  @Post()
  @Header('cache-control', 'no-store')
  create(@Acting() actor: Actor, @Body() body: unknown) {
    return this.clients.create(actor, understood(newClient, body));
  }

  @Get()
  @Header('cache-control', 'no-store')
  list(@Query() query: unknown) {
    return this.clients.list(understood(pageOfClients, query));
  }

  @Get(':id')
  @Header('cache-control', 'no-store')
  get(@Param('id') id: string) {
    return this.clients.get(id);
  }

  @Patch(':id')
  update(@Acting() actor: Actor, @Param('id') id: string, @Body() body: unknown) {
    return this.clients.update(actor, id, understood(clientChange, body));
  }

  @Delete(':id')
  @HttpCode(204)
  async delete(@Acting() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.clients.delete(actor, id);
  }

  /** Makes a second secret; the body may be left out. */
  @Post(':id/secrets')
  @Header('cache-control', 'no-store')
  rotate(@Acting() actor: Actor, @Param('id') id: string, @Body() body: unknown) {
    return this.secrets.rotate(actor, id, understood(newSecret, body));
  }

  @Post(':id/disable')
  @HttpCode(200)
  disable(@Acting() actor: Actor, @Param('id') id: string) {
    return this.clients.disable(actor, id);
  }

  @Post(':id/enable')
  @HttpCode(200)
  enable(@Acting() actor: Actor, @Param('id') id: string) {
    return this.clients.enable(actor, id);
  }
}
