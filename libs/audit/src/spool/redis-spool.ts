import type { RedisConnection } from '@repo/redis';
import type { AuditRecord } from '../record/audit-record';
import { MAX_BATCHES, RecordSpool, spoolFull, type SpooledBatch } from './record-spool';

/** Seconds. Nothing is kept for ever, though nobody should come. */
const KEPT_S = 7 * 24 * 3_600;

/** A list in Redis, which all replicas of a deployment share: as safe as that Redis. */
export class RedisSpool extends RecordSpool {
  private readonly key: string;

  /** @param prefix of the keys of the deployment */
  constructor(
    private readonly redis: RedisConnection,
    prefix: string,
  ) {
    super();
    this.key = `${prefix}:audit:spool`;
  }

  async put(records: readonly AuditRecord[]): Promise<void> {
    const { key, redis } = this;
    if ((await redis.llen(key)) >= MAX_BATCHES) throw spoolFull(`The list ${key} in Redis`);
    await redis.rpush(key, JSON.stringify(records));
    await redis.expire(key, KEPT_S);
  }

  async oldest(): Promise<SpooledBatch | undefined> {
    const text = await this.redis.lindex(this.key, 0);
    if (text === null) return undefined;
    return { text, remove: async () => (await this.redis.lrem(this.key, 1, text)) > 0 };
  }
}
