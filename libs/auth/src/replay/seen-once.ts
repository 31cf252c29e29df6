import { hash } from 'node:crypto';
import { RedisConfig } from '@repo/config';
import { Clock } from '@repo/foundation';
import { REDIS, type RedisConnection } from '@repo/redis';
import { Inject, Injectable, Optional } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { ClientDatabase } from '../clients/storage/client-database';
import { DatabaseSeen } from './database-seen';
import { MemorySeen } from './memory-seen';
import { RedisSeen } from './redis-seen';
import type { SeenStore } from './seen-store';

/** What may be shown once: proofs of DPoP, tokens that are exchanged for others, signed messages. */
type SeenKind = 'proof' | 'assertion' | 'grant' | 'sign-in' | 'webhook';

/**
 * Remembers what may be used once, for all replicas: in Redis, or else in the database. A process
 * with neither, a function without a database for one, remembers for itself.
 *
 * Where the store is away nothing counts as new: the answer is 503, rather than to let in what another
 * replica may have seen.
 */
@Injectable()
export class SeenOnce {
  private found?: SeenStore;

  constructor(
    private readonly modules: ModuleRef,
    private readonly clock: Clock,
    private readonly config: RedisConfig,
    @Optional() @Inject(REDIS) private readonly redis?: RedisConnection,
  ) {}

  /**
   * Takes something that nobody has shown before, so that nobody can show it again. To be asked last,
   * of what is good otherwise, or strangers would fill the store.
   *
   * @param id of any length: its digest is kept
   * @param endsAt from when on it is refused for its age, in milliseconds since 1970
   * @returns false where it was shown before, on whatever replica
   * @throws {UnverifiableError} nobody can tell at the moment
   */
  take(kind: SeenKind, id: string, endsAt: number): Promise<boolean> {
    this.found ??= this.store();
    return this.found.add(hash('sha256', `${kind}:${id}`, 'base64url'), endsAt);
  }

  /** Asked for late: modules of the application know the database, which this one does not. */
  private store(): SeenStore {
    const { clock, config, modules, redis } = this;
    if (redis !== undefined) return new RedisSeen(redis, config.prefix, clock);
    try {
      return new DatabaseSeen(modules.get(ClientDatabase, { strict: false }), clock);
    } catch {
      return new MemorySeen(clock);
    }
  }
}
