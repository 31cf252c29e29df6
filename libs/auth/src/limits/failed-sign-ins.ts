import { BoundedMap, Clock } from '@repo/foundation';
import { addressKey, counterKey } from '@repo/mcp-core';
import { Injectable, Logger, Optional } from '@nestjs/common';
import { BLOCK_HISTORY_MS, blockTime } from './block-time';
import type { Limit } from './limit';
import { PendingSignIns } from './pending-sign-ins';
import { RateLimitedError } from './rate-limited.error';
import { SharedLockouts } from './shared-lockouts';
import { MAX_KEYS, type Window, Windows } from './windows';

const MINUTE_MS = 60_000;
const PER_ADDRESS: Limit = { requests: 10, windowMs: MINUTE_MS };
/** More, since anybody may fail in the name of a client, who then is locked out. */
const PER_CLIENT: Limit = { requests: 50, windowMs: MINUTE_MS };
/** Milliseconds after which whoever could not even wait may come again. */
const CROWDED_MS = 1_000;

/**
 * Blocks who fails to sign in too often: after ten failures in a minute an address is refused for
 * a minute, then for two, four and so on up to fifteen; so is a client id after fifty. A success
 * changes nothing, or a guesser would sign in as himself in between.
 *
 * A process judges no more at once than may still fail, the others wait for the verdicts: so of any
 * number of guesses it judges ten. It decides at once by what it saw itself; with Redis it tells the
 * other processes after, and learns of their blocks by its own next failure. So all together judge at
 * most ten times the processes, however fast the guesses come, and about ten where they come one
 * after the other. While Redis is away each counts for itself.
 */
@Injectable()
export class FailedSignIns {
  private readonly logger = new Logger('FailedSignIns');
  private readonly failures = new Windows();
  private readonly blocks = new Windows();
  private readonly blockedUntil = new BoundedMap<string, number>(MAX_KEYS);
  private readonly pending = new PendingSignIns();
  private failureCount = 0;
  private readonly blockCounts = { address: 0, client: 0 };

  constructor(
    private readonly clock: Clock,
    @Optional() private readonly shared?: SharedLockouts,
  ) {}

  /** Wrong credentials that this process has judged. */
  get failuresSoFar(): number {
    return this.failureCount;
  }

  /** Blocks that this process was the first to make, of addresses and of client ids. */
  get blocksSoFar(): Readonly<Record<'address' | 'client', number>> {
    return this.blockCounts;
  }

  /**
   * Call it before a credential is judged, in the same turn as what follows.
   *
   * @param address as `ClientAddress` tells it
   * @returns undefined where it may be judged now; else a promise, after which to ask again
   * @throws {RateLimitedError} HTTP 429
   */
  check(address: string, clientId?: string): Promise<void> | undefined {
    if (this.blockedUntil.size === 0 && this.pending.size === 0) return undefined;
    const crowd = this.checkOne(addressKey(address), PER_ADDRESS);
    if (crowd !== undefined || clientId === undefined) return crowd;
    return this.checkOne(clientKey(clientId), PER_CLIENT);
  }

  /**
   * A credential that takes its time is being judged.
   *
   * @returns to be called once there is a verdict, and after `failed` where that was bad
   */
  begin(address: string, clientId?: string): () => void {
    const judged = keysOf(address, clientId);
    for (const [key] of judged) this.pending.begin(key);
    return () => {
      for (const [key, limit] of judged) this.end(key, limit);
    };
  }

  /** Call it when a credential was wrong. It counts at once, and never throws. */
  failed(address: string, clientId?: string): void {
    this.failureCount += 1;
    for (const [key, limit] of keysOf(address, clientId)) this.count(key, limit);
  }

  private checkOne(key: string, limit: Limit): Promise<void> | undefined {
    const wait = this.blockLeft(key);
    if (wait > 0) throw new RateLimitedError('Too many failed sign-ins.', 'sign-in', limit, wait);
    if (this.free(key, limit) > 0) return undefined;
    const turn = this.pending.wait(key);
    if (turn !== undefined) return turn;
    throw new RateLimitedError('Too many sign-ins at once.', 'sign-in', limit, CROWDED_MS);
  }

  private blockLeft(key: string): number {
    return (this.blockedUntil.get(key) ?? 0) - this.clock.now();
  }

  /** How many more may be judged before there is another verdict. */
  private free(key: string, { requests }: Limit): number {
    const judged = this.pending.of(key);
    // There is nobody to wait for.
    if (judged === 0) return Infinity;
    return requests - judged - this.failures.countOf(key, this.clock.now());
  }

  private end(key: string, limit: Limit): void {
    this.pending.end(key);
    this.pending.wake(key, this.blockLeft(key) > 0 ? Infinity : this.free(key, limit));
  }

  private count(key: string, limit: Limit): void {
    const window = this.failures.at(key, limit.windowMs, this.clock.now());
    window.counted += 1;
    window.unshared += 1;
    if (window.counted === limit.requests) this.blockByOwnCount(key, window);
    if (this.shared === undefined) this.logOwn(key, limit, window.counted, 1);
    else window.sharing ??= this.share(key, limit, window, this.shared);
  }

  private blockByOwnCount(key: string, window: Window): void {
    const blocks = this.blocks.at(key, BLOCK_HISTORY_MS, this.clock.now());
    blocks.counted += 1;
    this.block(key, window, blockTime(blocks.counted));
  }

  /** The count ends with the block, not within it. */
  private block(key: string, window: Window, lastsMs: number): void {
    window.endsAt = this.clock.now() + lastsMs;
    this.blockedUntil.set(key, window.endsAt);
  }

  /** One at a time for each key: what comes meanwhile is told with the next. Never rejects. */
  private async share(key: string, limit: Limit, window: Window, shared: SharedLockouts) {
    while (window.unshared > 0) {
      const told = window.unshared;
      window.unshared = 0;
      const { counted } = window;
      const found = await shared.add(key, told, limit, counted >= limit.requests);
      if (found === undefined) this.logOwn(key, limit, counted, told);
      else if (found.counted >= limit.requests) {
        this.block(key, window, found.resetMs);
        if (found.isNewBlock) this.log(key, limit, found.resetMs);
      }
    }
    window.sharing = undefined;
  }

  /** Where nobody else knows of it. @param added the failures that were counted last */
  private logOwn(key: string, limit: Limit, counted: number, added: number): void {
    const isNewBlock = counted >= limit.requests && counted - added < limit.requests;
    if (isNewBlock) this.log(key, limit, this.blockLeft(key));
  }

  private log(key: string, limit: Limit, lastsMs: number): void {
    this.blockCounts[limit === PER_CLIENT ? 'client' : 'address'] += 1;
    const { requests } = limit;
    const seconds = Math.ceil(lastsMs / 1_000);
    this.logger.warn(`${key} is blocked for ${seconds} s: ${requests} failed sign-ins in a minute`);
  }
}

function clientKey(clientId: string): string {
  return counterKey('client', clientId);
}

function keysOf(address: string, clientId: string | undefined): readonly [string, Limit][] {
  const ofAddress: [string, Limit] = [addressKey(address), PER_ADDRESS];
  return clientId === undefined ? [ofAddress] : [ofAddress, [clientKey(clientId), PER_CLIENT]];
}
