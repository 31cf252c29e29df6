import { BoundedMap, Clock } from '@repo/foundation';
import { Injectable, Logger, Optional } from '@nestjs/common';
import { addressKey } from './caller-key';
import { counterKey } from './counter-key';
import type { Limit } from './limit';
import { RateLimitedError } from './rate-limited.error';
import { SharedCounts } from './shared-counts';
import { MAX_KEYS, Windows } from './windows';

const MINUTE_MS = 60_000;
const PER_ADDRESS: Limit = { requests: 10, windowMs: MINUTE_MS };
/** More, since anybody may fail in the name of a client, who then is locked out. */
const PER_CLIENT: Limit = { requests: 50, windowMs: MINUTE_MS };
/** Each block within this time is twice as long as the one before. */
const BLOCK_HISTORY_MS = 60 * MINUTE_MS;
const MAX_BLOCK_MS = 15 * MINUTE_MS;

/**
 * Blocks who fails to sign in too often: after ten failures in a minute an address is refused for
 * a minute, then for two, four and so on up to fifteen; so is a client id after fifty. A success
 * changes nothing, or a guesser would sign in as himself in between.
 *
 * With Redis failures are counted over all replicas, and each learns of a block at its own next
 * failure: until then one more attempt passes there.
 */
@Injectable()
export class FailedSignIns {
  private readonly logger = new Logger('FailedSignIns');
  private readonly failures = new Windows();
  private readonly blocks = new Windows();
  private readonly blockedUntil = new BoundedMap<string, number>(MAX_KEYS);

  constructor(
    private readonly clock: Clock,
    @Optional() private readonly shared?: SharedCounts,
  ) {}

  /**
   * Call it before a credential is judged: at once, since every request waits for it.
   *
   * @param address as `ClientAddress` tells it
   * @throws {RateLimitedError} HTTP 429
   */
  check(address: string, clientId?: string): void {
    if (this.blockedUntil.size === 0) return;
    this.checkOne(addressKey(address), PER_ADDRESS);
    if (clientId !== undefined) this.checkOne(counterKey('client', clientId), PER_CLIENT);
  }

  /** Call it when a credential was wrong. It never rejects. */
  async failed(address: string, clientId?: string): Promise<void> {
    const counted = [this.count(addressKey(address), PER_ADDRESS)];
    if (clientId !== undefined)
      counted.push(this.count(counterKey('client', clientId), PER_CLIENT));
    await Promise.all(counted);
  }

  private checkOne(key: string, limit: Limit): void {
    const wait = (this.blockedUntil.get(key) ?? 0) - this.clock.now();
    if (wait > 0) throw new RateLimitedError('Too many failed sign-ins.', 'sign-in', limit, wait);
  }

  private async count(key: string, limit: Limit): Promise<void> {
    const { counted, resetMs } = await this.add(this.failures, `failed:${key}`, limit.windowMs);
    // Exactly one replica sees the last failure that is allowed; it makes the block for all.
    if (counted === limit.requests) await this.block(key, limit);
    else if (counted > limit.requests) this.blockedUntil.set(key, this.clock.now() + resetMs);
  }

  private async block(key: string, { requests }: Limit): Promise<void> {
    const { counted } = await this.add(this.blocks, `blocks:${key}`, BLOCK_HISTORY_MS);
    const blockMs = Math.min(MINUTE_MS * 2 ** (counted - 1), MAX_BLOCK_MS);
    const until = this.clock.now() + blockMs;
    this.blockedUntil.set(key, until);
    const seconds = blockMs / 1_000;
    this.logger.warn(`${key} is blocked for ${seconds} s: ${requests} failed sign-ins in a minute`);
    const window = this.failures.at(`failed:${key}`, blockMs, this.clock.now());
    // The count ends with the block, not within it.
    window.endsAt = until;
    await this.shared?.set(`failed:${key}`, requests + 1, blockMs);
  }

  /** In memory too, so that a block outlives Redis. */
  private async add(windows: Windows, key: string, windowMs: number) {
    const now = this.clock.now();
    const window = windows.at(key, windowMs, now);
    window.counted += 1;
    const found = await this.shared?.add(key, 1, windowMs);
    return found ?? { counted: window.counted, resetMs: window.endsAt - now };
  }
}
