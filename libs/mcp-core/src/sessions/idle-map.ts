import type { Clock } from '@repo/foundation';
import { ErrorCode, ProtocolError } from '../protocol/protocol.error';

export interface IdleLimits {
  readonly maxSessions: number;
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
  private readonly entries = new Map<string, { entry: Entry; lastUsed: number }>();

  constructor(
    private readonly limits: IdleLimits,
    private readonly clock: Clock,
  ) {}

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

  /** @throws {ProtocolError} 503, when it is full of active entries */
  add(id: string, entry: Entry): void {
    this.makeRoom();
    this.entries.set(id, { entry, lastUsed: this.clock.now() });
  }

  end(id: string): void {
    const found = this.entries.get(id);
    this.entries.delete(id);
    found?.entry.end();
  }

  endIdle(): void {
    const before = this.clock.now() - this.limits.sessionIdleTimeoutMs;
    for (const [id, { entry, lastUsed }] of this.entries) {
      if (lastUsed > before) return;
      if (!entry.isActive) this.end(id);
    }
  }

  private makeRoom(): void {
    if (this.entries.size < this.limits.maxSessions) return;
    for (const [id, { entry }] of this.entries) {
      if (!entry.isActive) return this.end(id);
    }
    throw new ProtocolError(ErrorCode.internalError, 'Too many active sessions. Try again later.', {
      status: 503,
      headers: { 'retry-after': '5' },
      outcome: 'refused',
    });
  }
}
