import {
  ClientAdministration,
  ClientRecords,
  ClientSecrets,
  KeyAdministration,
  localActor,
  newClient,
  newKey,
  newSecret,
  parseFields,
  type Page,
} from '@repo/auth/clients';
import { decodeCursor } from '@repo/database';
import { Injectable } from '@nestjs/common';
import type { Command, CommandName } from './parse-command';

/** What a first administrator may do: hand out all scopes, and read who did what. */
const ADMIN_SCOPES = ['admin:*', 'audit:read'];

/** Who sits at the machine can read its database anyway. */
const ACTOR = localActor('command line');

/** What a command has to show. */
export type Result = object | readonly object[];

/** Carries out commands with what the admin API does as well. */
@Injectable()
export class ClientCommands {
  constructor(
    private readonly records: ClientRecords,
    private readonly clients: ClientAdministration,
    private readonly secrets: ClientSecrets,
    private readonly keys: KeyAdministration,
  ) {}

  /** @throws {ClientError} why it cannot be done */
  async run({ name, arguments: [client = '', key = ''], fields }: Command): Promise<Result> {
    const given = defined(fields);
    if (name === 'create') return this.create(given);
    if (name === 'create-admin')
      return this.create({ name: 'admin', ...given, scopes: ADMIN_SCOPES });
    if (name === 'list') return allPages((cursor) => this.clients.list({ limit: 200, cursor }));
    const { id } = await this.records.findNamed(client);
    return this.runOn(name, id, key, given);
  }

  private create(fields: object): Promise<Result> {
    return this.clients.create(ACTOR, parseFields(newClient, fields));
  }

  private async runOn(
    name: Exclude<CommandName, 'create' | 'create-admin' | 'list'>,
    id: string,
    key: string,
    fields: object,
  ): Promise<Result> {
    switch (name) {
      case 'rotate':
        return this.secrets.rotate(ACTOR, id, parseFields(newSecret, fields));
      case 'disable':
        return this.clients.disable(ACTOR, id);
      case 'enable':
        return this.clients.enable(ACTOR, id);
      case 'delete':
        await this.clients.delete(ACTOR, id);
        return { deleted: id };
      case 'keys create':
        return this.keys.create(ACTOR, id, parseFields(newKey, fields));
      case 'keys list':
        return allPages((cursor) => this.keys.list(id, { limit: 200, cursor }));
      case 'keys revoke':
        return this.keys.revoke(ACTOR, id, key);
    }
  }
}

type Cursor = Parameters<ClientAdministration['list']>[0]['cursor'];

async function allPages<T extends object>(
  page: (cursor: Cursor) => Promise<Page<T>>,
): Promise<readonly T[]> {
  const found: T[] = [];
  let cursor: Cursor;
  do {
    const { items, next } = await page(cursor);
    found.push(...items);
    cursor = next === null ? undefined : decodeCursor(next);
  } while (cursor !== undefined);
  return found;
}

function defined(fields: Command['fields']): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
