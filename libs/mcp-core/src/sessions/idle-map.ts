import { KeyedSemaphore, type Clock } from '@repo/foundation';
import { ErrorCode, ProtocolError } from '../protocol/protocol.error';

export interface IdleLimits {
  readonly maxSessions: number;
  /** Of one owner; as many as `maxSessions` is no limit. */
  readonly maxPerOwner: number;
  readonly sessionIdleTimeoutMs: number;
}

/** An entry of an `IdleMap`. */
export interface Idling {
  /** Whether it is in use: then it is never ended. */
  readonly isActive: boolean;
  /** Called once, when the entry has been removed. */
  end(): void;
}

/**
 * A bounded map whose idle entries end after a time-out, or when newer ones need room. Not an
 * `lru-cache`, which would evict active entries too.
 */
export class IdleMap<Entry extends Idling> {
  /** In the order of their last use, the longest idle first. */
  private readonly entries = new Map<string, Held<Entry>>();
  private readonly owners: KeyedSemaphore;

  constructor(
    private readonly limits: IdleLimits,
    private readonly clock: Clock,
  ) {
    this.owners = new KeyedSemaphore(limits.maxPerOwner);
  }

  get size(): number {
    return this.entries.size;
  }

  *values(): IterableIterator<Entry> {
    for (const { entry } of this.entries.values()) yield entry;
  }

  /** Reads an entry without marking it as used. */
  peek(id: string): Entry | undefined {
    return this.entries.get(id)?.entry;
  }

  use(id: string): Entry | undefined {
    const found = this.entries.get(id);
    if (found === undefined) return undefined;
    found.lastUsed = this.clock.now();
    this.entries.delete(id);
    this.entries.set(id, found);
    return found.entry;
  }

  /**
   * @param owner whose entries are counted together; undefined for one that counts as nobody's
   * @throws {ProtocolError} 429, when its owner has as many active entries as allowed; 503, when all
   *   owners together have
   */
  add(id: string, entry: Entry, owner?: string): void {
    const { maxPerOwner, maxSessions } = this.limits;
    const counted = maxPerOwner < maxSessions ? owner : undefined;
    this.makeRoom(counted);
    this.entries.set(id, { entry, owner: counted, lastUsed: this.clock.now() });
  }

  end(id: string): void {
    const found = this.entries.get(id);
    if (found === undefined) return;
    this.entries.delete(id);
    if (found.owner !== undefined) this.owners.release(found.owner);
    found.entry.end();
  }

  endIdle(): void {
    const before = this.clock.now() - this.limits.sessionIdleTimeoutMs;
    for (const [id, { entry, lastUsed }] of this.entries) {
      if (lastUsed > before) return;
      if (!entry.isActive) this.end(id);
    }
  }

  private makeRoom(owner: string | undefined): void {
    if (owner !== undefined && !this.owners.tryAcquire(owner)) {
      // An owner's room is made of its own: nobody ends the sessions of others by opening many.
      if (!this.endLongestIdle((held) => held.owner === owner)) {
        throw tooMany(`of one caller: ${this.owners.permits} are allowed`, 429);
      }
      this.owners.tryAcquire(owner);
    }
    if (this.entries.size < this.limits.maxSessions || this.endLongestIdle(() => true)) return;
    if (owner !== undefined) this.owners.release(owner);
    throw tooMany(`in this process: ${this.limits.maxSessions} are allowed`, 503);
  }

  private endLongestIdle(isOne: (held: Held<Entry>) => boolean): boolean {
    for (const [id, held] of this.entries) {
      if (held.entry.isActive || !isOne(held)) continue;
      this.end(id);
      return true;
    }
    return false;
  }
}

interface Held<Entry> {
  readonly entry: Entry;
  readonly owner: string | undefined;
  lastUsed: number;
}

function tooMany(allowed: string, status: 429 | 503): ProtocolError {
  const code = status === 429 ? ErrorCode.invalidRequest : ErrorCode.internalError;
  return new ProtocolError(code, `Too many active sessions ${allowed}. Try again later.`, {
    status,
    headers: { 'retry-after': '5' },
    outcome: status === 429 ? 'rate_limited' : 'refused',
    data: { retryable: true, retryAfter: 5 },
  });
}
