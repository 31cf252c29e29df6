import { randomUUID } from 'node:crypto';
import { LessThan } from 'typeorm';
import { Clock } from '@repo/foundation';
import { Injectable } from '@nestjs/common';
import { ApiKeyEntity } from '../storage/entities/api-key.entity';
import { ClientSecretEntity } from '../storage/entities/client-secret.entity';
import { ClientEntity } from '../storage/entities/client.entity';
import { assertHasScopes, type Actor } from './actor';
import { ChangeLog } from './change-log';
import { ClientRecords } from './client-records';
import { pageOf } from './page-of';
import { ClientSecrets } from './client-secrets';
import { assertInFuture, type ClientChange, type NewClient, type PageRequest } from './requests';
import { clientDetail, clientView, type ClientDetail, type ClientView, type Page } from './views';

/** Milliseconds that a deleted client is remembered: longer than its last token lasts. */
const DELETED_FOR_MS = 24 * 3_600_000;

/** Makes, shows and changes clients. Whoever acts is checked for the scopes that they hand out. */
@Injectable()
export class ClientAdministration {
  constructor(
    private readonly records: ClientRecords,
    private readonly secrets: ClientSecrets,
    private readonly log: ChangeLog,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns the client with its secret, which nobody can show again; without one where it has keys
   */
  create(
    actor: Actor,
    client: NewClient & { readonly jwks?: never; readonly jwksUri?: never },
  ): Promise<ClientDetail & { readonly secret: string }>;
  create(actor: Actor, client: NewClient): Promise<ClientDetail & { readonly secret?: string }>;
  async create(
    actor: Actor,
    { name, scopes, expiresAt, jwks = null, jwksUri = null }: NewClient,
  ): Promise<ClientDetail & { readonly secret?: string }> {
    const now = this.clock.now();
    assertInFuture('expiresAt', expiresAt, now);
    assertHasScopes(actor, scopes);
    const hasKeys = jwks !== null || jwksUri !== null;
    const made = hasKeys ? undefined : await this.secrets.make();
    const detail = await this.records.write(async (manager) => {
      const client = await manager.save(
        manager.create(ClientEntity, {
          id: randomUUID(),
          name,
          scopes,
          createdAt: new Date(now),
          createdBy: actor.name,
          expiresAt: dateOf(expiresAt),
          disabledAt: null,
          deletedAt: null,
          lastUsedAt: null,
          jwks,
          jwksUri,
        }),
      );
      if (made === undefined) return clientDetail(client, []);
      const { entity } = made;
      const secret = await manager.save(ClientSecretEntity, { ...entity, clientId: client.id });
      return clientDetail(client, [secret]);
    });
    this.log.note('client.created', actor, detail, { scopes, ...(hasKeys && { hasKeys }) });
    return made === undefined ? detail : { ...detail, secret: made.text };
  }

  async list(request: PageRequest): Promise<Page<ClientView>> {
    const query = (await this.records.manager()).createQueryBuilder(ClientEntity, 'e');
    return pageOf(query.where('e.deletedAt IS NULL'), request, clientView);
  }

  async get(id: string): Promise<ClientDetail> {
    const client = await this.records.find(id);
    return clientDetail(client, await this.secrets.of(client));
  }

  /** What is left out stays as it is; null takes expiry and keys away, and new keys the old ones. */
  async update(actor: Actor, id: string, change: ClientChange): Promise<ClientDetail> {
    assertInFuture('expiresAt', change.expiresAt, this.clock.now());
    const client = await this.records.change(id, async (found, manager) => {
      assertHasScopes(actor, [...found.scopes, ...(change.scopes ?? [])]);
      const { name = found.name, scopes = found.scopes } = change;
      const expiresAt = change.expiresAt === undefined ? found.expiresAt : dateOf(change.expiresAt);
      return manager.save(Object.assign(found, { name, scopes, expiresAt, ...keysOf(change) }));
    });
    this.log.note('client.updated', actor, client, { ...change });
    return clientDetail(client, await this.secrets.of(client));
  }

  /** Its tokens and keys are refused from now on, on other replicas within 5 s. */
  async disable(actor: Actor, id: string): Promise<ClientDetail> {
    const disabledAt = new Date(this.clock.now());
    const client = await this.records.change(id, (found, manager) =>
      manager.save(Object.assign(found, { disabledAt: found.disabledAt ?? disabledAt })),
    );
    this.log.note('client.disabled', actor, client);
    return clientDetail(client, await this.secrets.of(client));
  }

  async enable(actor: Actor, id: string): Promise<ClientDetail> {
    const client = await this.records.change(id, async (found, manager) => {
      assertHasScopes(actor, found.scopes);
      return manager.save(Object.assign(found, { disabledAt: null }));
    });
    this.log.note('client.enabled', actor, client);
    return clientDetail(client, await this.secrets.of(client));
  }

  /**
   * Its secrets and keys are gone at once; its name is free for another, so that whoever may not act
   * in its name may not take that over either.
   */
  async delete(actor: Actor, id: string): Promise<void> {
    const now = this.clock.now();
    const client = await this.records.change(id, async (found, manager) => {
      assertHasScopes(actor, found.scopes);
      await manager.delete(ClientSecretEntity, { clientId: found.id });
      await manager.delete(ApiKeyEntity, { clientId: found.id });
      await manager.delete(ClientEntity, { deletedAt: LessThan(new Date(now - DELETED_FOR_MS)) });
      return manager.save(Object.assign(found, { deletedAt: new Date(now) }));
    });
    this.log.note('client.deleted', actor, client);
  }
}

/** Of `jwks` and `jwksUri` a client has one: whichever is set takes the place of the other. */
function keysOf({ jwks, jwksUri }: ClientChange): Partial<Pick<ClientEntity, 'jwks' | 'jwksUri'>> {
  return {
    ...(jwksUri !== undefined && { jwksUri, ...(jwksUri !== null && { jwks: null }) }),
    ...(jwks !== undefined && { jwks, ...(jwks !== null && { jwksUri: null }) }),
  };
}

function dateOf(time: number | null | undefined): Date | null {
  return time === null || time === undefined ? null : new Date(time);
}
