import type { Clock } from '@repo/foundation';
import type { RedisConnection } from '@repo/redis';
import { BLOCK_HISTORY_MS, blockTime } from './block-time';
import type { Limit } from './limit';
import { RedisAttempts } from './redis-attempts';

/** What all processes together know of the failures of a key. */
export interface SharedFailures {
  readonly counted: number;
  /** Milliseconds until they are forgotten: with a block, until it ends. */
  readonly resetMs: number;
  /** Whether these failures made the block: of all processes one alone is told so. */
  readonly isNewBlock: boolean;
}

/** The longest times first to last; the last stands for all after it. */
const BLOCK_TIMES = [1, 2, 3, 4, 5].map(blockTime);

/**
 * Counts failures, and makes the block when they reach the limit: in one step, so that exactly one
 * process makes it, however many tell of failures at the same time.
 *
 * KEYS: failures, blocks. ARGV: failures to add, the limit, its window, whether the process has made a
 * block already, the time that blocks are remembered, and how long each lasts.
 */
const ADD = `
local added, limit = tonumber(ARGV[1]), tonumber(ARGV[2])
local counted = redis.call('INCRBY', KEYS[1], added)
if counted == added then redis.call('PEXPIRE', KEYS[1], ARGV[3]) end
local wasBlocked = counted - added >= limit
if wasBlocked or (counted < limit and ARGV[4] == '0') then
  return {counted, redis.call('PTTL', KEYS[1]), 0}
end
local nth = redis.call('INCR', KEYS[2])
if nth == 1 then redis.call('PEXPIRE', KEYS[2], ARGV[5]) end
local lasts = ARGV[5 + math.min(nth, #ARGV - 5)]
counted = math.max(counted, limit)
redis.call('SET', KEYS[1], counted, 'PX', lasts)
return {counted, tonumber(lasts), 1}`;

/** Failed sign-ins in Redis, over all processes. */
export class SharedLockouts {
  private readonly attempts: RedisAttempts;

  /**
   * @param prefix of the deployment's keys
   * @param timeoutMs after which Redis counts as away; no request waits for it
   */
  constructor(
    redis: RedisConnection,
    private readonly prefix: string,
    clock: Clock,
    timeoutMs?: number,
  ) {
    this.attempts = new RedisAttempts(redis, clock, timeoutMs);
  }

  /**
   * Tells of failures here, and learns of those elsewhere.
   *
   * @param isBlocked whether this process has blocked the key by what it saw itself
   * @returns undefined when Redis is away
   */
  async add(
    key: string,
    failures: number,
    { requests, windowMs }: Limit,
    isBlocked: boolean,
  ): Promise<SharedFailures | undefined> {
    // The braces keep both on one node of a Cluster.
    const name = `${this.prefix}:sign-in:{${key}}`;
    const force = isBlocked ? '1' : '0';
    const settings = [requests, windowMs, force, BLOCK_HISTORY_MS, ...BLOCK_TIMES];
    const found = await this.attempts.run((redis) =>
      redis.eval(ADD, 2, `${name}:failures`, `${name}:blocks`, failures, ...settings),
    );
    if (found === undefined) return undefined;
    const [counted = 0, resetMs = 0, isNew] = found as number[];
    return { counted, resetMs, isNewBlock: isNew === 1 };
  }
}
