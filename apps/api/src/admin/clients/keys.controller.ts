import { KeyAdministration, newKey, pageOfKeys, understood, type Actor } from '@repo/auth/clients';
import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  Param,
  Post,
  Query,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { AdminAccess, AdminScope } from '../admin-access.guard';
import { Acting } from './actor.decorator';
import { ClientErrors } from './client-errors.interceptor';

/** The API keys of a client. */
@Controller('admin/clients/:id/keys')
@AdminScope('admin:clients')
@UseGuards(AdminAccess)
@UseInterceptors(ClientErrors)
export class KeysController {
  constructor(private readonly keys: KeyAdministration) {}

  @Post()
  @Header('cache-control', 'no-store')
  create(@Acting() actor: Actor, @Param('id') id: string, @Body() body: unknown) {
    return this.keys.create(actor, id, understood(newKey, body));
  }

  @Get()
  @Header('cache-control', 'no-store')
  list(@Param('id') id: string, @Query() query: unknown) {
    return this.keys.list(id, understood(pageOfKeys, query));
  }

  /** Revokes it; it stays in the list. */
  @Delete(':key')
  revoke(@Acting() actor: Actor, @Param('id') id: string, @Param('key') key: string) {
    return this.keys.revoke(actor, id, key);
  }
}
