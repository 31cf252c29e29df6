import { Clock } from '@repo/foundation';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newCredential } from '../credential/machine-credential';
import { hashing } from '../hashing/argon2';
import { Argon2Threads } from '../hashing/argon2-threads';
import { ClientSecretEntity } from '../storage/entities/client-secret.entity';
import type { ClientEntity } from '../storage/entities/client.entity';
import { assertHasScopes, type Actor } from './actor';
import { ChangeLog } from './change-log';
import { ClientError } from './client.error';
import { ClientRecords } from './client-records';
import { assertWithinOverlap, assertInFuture, type NewSecret } from './requests';
import { clientDetail, type ClientDetail } from './views';

/** Milliseconds that the old secret goes on unless said otherwise. */
const DEFAULT_OVERLAP_MS = 24 * 3_600_000;

/** The secrets of clients: one, or two while the second takes over. */
@Injectable()
export class ClientSecrets {
  constructor(
    private readonly records: ClientRecords,
    private readonly threads: Argon2Threads,
    private readonly log: ChangeLog,
    private readonly clock: Clock,
  ) {}

  /** Makes one that is not stored yet. */
  async make() {
    const { id, text } = newCredential('clientSecret');
    const hash = String(await this.threads.run(hashing(text)));
    const entity = { id, hash, createdAt: new Date(this.clock.now()), expiresAt: null };
    return { entity, text };
  }

  /** Those that count, oldest first. */
  async of({ id }: Pick<ClientEntity, 'id'>, manager?: EntityManager) {
    const reader = manager ?? (await this.records.manager());
    const found = await reader.find(ClientSecretEntity, {
      where: { clientId: id },
      order: { createdAt: 'ASC', id: 'ASC' },
    });
    return found.filter(({ expiresAt }) => endOf(expiresAt) > this.clock.now());
  }

  /**
   * Makes a second secret. The old one goes on for a while, so that the client can be told without a
   * gap; `now` ends all that there are.
   *
   * @returns the client with its new secret, which nobody can show again
   * @throws {ClientError} there are two already
   */
  async rotate(
    actor: Actor,
    clientId: string,
    { oldSecretExpiresAt = this.clock.now() + DEFAULT_OVERLAP_MS }: NewSecret,
  ): Promise<ClientDetail & { readonly secret: string }> {
    const now = this.clock.now();
    const end = oldSecretExpiresAt === 'now' ? now : oldSecretExpiresAt;
    if (oldSecretExpiresAt !== 'now') assertInFuture('oldSecretExpiresAt', end, now);
    assertWithinOverlap('oldSecretExpiresAt', end, now);
    assertHasScopes(actor, (await this.records.find(clientId)).scopes);
    const { entity, text } = await this.make();
    const detail = await this.records.change(clientId, async (client, manager) => {
      assertHasScopes(actor, client.scopes);
      const valid = await this.of(client, manager);
      if (valid.length > 1 && end > now) throw tooMany(valid);
      await manager.delete(ClientSecretEntity, { clientId });
      const kept = end > now ? valid.map((old) => ({ ...old, expiresAt: sooner(old, end) })) : [];
      const secrets = await manager.save(ClientSecretEntity, [...kept, { ...entity, clientId }]);
      return clientDetail(client, secrets);
    });
    this.log.note('client.secret_rotated', actor, detail, {
      oldSecretExpiresAt: new Date(end).toISOString(),
    });
    return { ...detail, secret: text };
  }
}

function endOf(expiresAt: Date | null): number {
  return expiresAt?.getTime() ?? Infinity;
}

function sooner({ expiresAt }: ClientSecretEntity, end: number): Date {
  return new Date(Math.min(endOf(expiresAt), end));
}

function tooMany(valid: readonly ClientSecretEntity[]): ClientError {
  const end = valid[0]?.expiresAt?.toISOString() ?? 'later';
  return ClientError.conflict(
    `The client has two secrets already; the older one ends at ${end}. Wait, or end both: "oldSecretExpiresAt": "now".`,
  );
}
