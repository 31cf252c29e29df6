import { IsNull } from 'typeorm';
import { Clock } from '@repo/foundation';
import { Injectable } from '@nestjs/common';
import { hasScope } from '../../authorization/scopes';
import { newCredential } from '../credential/machine-credential';
import { hashing } from '../hashing/argon2';
import { Argon2Threads } from '../hashing/argon2-threads';
import { ApiKeyEntity } from '../storage/entities/api-key.entity';
import type { ClientEntity } from '../storage/entities/client.entity';
import { assertHasScopes, type Actor } from './actor';
import { ChangeLog } from './change-log';
import { ClientError } from './client.error';
import { ClientRecords } from './client-records';
import { KEY_ID } from '../storage/client-id';
import { pageOf } from './page-of';
import { assertInFuture, type NewKey, type PageRequest } from './requests';
import { keyView, type KeyView, type Page } from './views';

/** Keys of a client that are not revoked. */
const MAX_KEYS = 100;

/** Makes, shows and revokes the API keys of clients. */
@Injectable()
export class KeyAdministration {
  constructor(
    private readonly records: ClientRecords,
    private readonly threads: Argon2Threads,
    private readonly log: ChangeLog,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns the key as it is stored, and itself, which nobody can show again
   * @throws {ClientError} the client lacks a scope, the actor lacks one of the client, or it has a hundred keys
   */
  async create(
    actor: Actor,
    clientId: string,
    { name, scopes, expiresAt }: NewKey,
  ): Promise<KeyView & { readonly key: string }> {
    const now = this.clock.now();
    assertInFuture('expiresAt', expiresAt, now);
    check(actor, await this.records.find(clientId), scopes);
    const { id, text } = newCredential('apiKey');
    const hash = String(await this.threads.run(hashing(text)));
    const { client, key } = await this.records.change(clientId, async (found, manager) => {
      const held = check(actor, found, scopes);
      const count = await manager.countBy(ApiKeyEntity, { clientId, revokedAt: IsNull() });
      if (count >= MAX_KEYS) throw tooMany();
      const saved = await manager.save(ApiKeyEntity, {
        id,
        clientId,
        name,
        scopes: [...held],
        hash,
        createdAt: new Date(now),
        createdBy: actor.name,
        expiresAt: typeof expiresAt === 'number' ? new Date(expiresAt) : null,
        revokedAt: null,
        lastUsedAt: null,
      });
      return { client: found, key: keyView(saved) };
    });
    this.log.note('key.created', actor, client, { keyId: id, scopes: key.scopes });
    return { ...key, key: text };
  }

  async list(clientId: string, request: PageRequest): Promise<Page<KeyView>> {
    await this.records.find(clientId);
    const query = (await this.records.manager()).createQueryBuilder(ApiKeyEntity, 'e');
    return pageOf(query.where('e.clientId = :clientId', { clientId }), request, keyView);
  }

  /** It is refused from now on, on other replicas within 5 s. */
  async revoke(actor: Actor, clientId: string, keyId: string): Promise<KeyView> {
    if (!KEY_ID.test(keyId)) throw ClientError.unknown('key');
    const revokedAt = new Date(this.clock.now());
    const { client, key } = await this.records.change(clientId, async (found, manager) => {
      const stored = await manager.findOneBy(ApiKeyEntity, { id: keyId, clientId });
      if (stored === null) throw ClientError.unknown('key');
      stored.revokedAt ??= revokedAt;
      return { client: found, key: await manager.save(stored) };
    });
    this.log.note('key.revoked', actor, client, { keyId });
    return keyView(key);
  }
}

/** @returns the scopes of the key: those of the client unless said */
function check(
  actor: Actor,
  client: ClientEntity,
  asked: readonly string[] | undefined,
): readonly string[] {
  const missing = (asked ?? []).filter((scope) => !hasScope(client.scopes, scope));
  if (missing.length > 0) {
    const detail = `the client does not have: ${missing.join(' ')}`;
    throw ClientError.invalid([{ field: 'scopes', detail }]);
  }
  // Of the client, however few the key asks for: with any key of it one calls in its name.
  assertHasScopes(actor, client.scopes);
  return asked ?? client.scopes;
}

function tooMany(): ClientError {
  return ClientError.conflict(`The client has ${MAX_KEYS} keys. Revoke one that is not used.`);
}
