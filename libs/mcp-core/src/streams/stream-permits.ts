import { Injectable } from '@nestjs/common';
import { McpConfig, RateLimitConfig } from '@repo/config';
import { KeyedSemaphore } from '@repo/foundation';
import { countedAs } from '../protocol/caller-key';
import type { Client } from '../protocol/client';
import { ErrorCode, ProtocolError } from '../protocol/protocol.error';

/** The request that opens a stream. */
interface StreamRequest extends Pick<Client, 'auth' | 'address'> {
  onDisconnect(listener: () => void): void;
}

/**
 * How many streams that wait for news a caller holds open: `subscriptions/listen` and the GET of a
 * session. A session has one such stream, so the limit is that of sessions.
 */
@Injectable()
export class StreamPermits {
  private readonly callers: KeyedSemaphore;

  constructor({ maxSessions }: McpConfig, limits: RateLimitConfig) {
    this.callers = new KeyedSemaphore(limits.shareOf(maxSessions));
  }

  /** Streams that are open; those over a pipe are not counted. */
  get size(): number {
    return this.callers.size;
  }

  /**
   * Acquires a permit until the connection closes.
   *
   * @throws {ProtocolError} 429: this caller has as many as allowed
   */
  acquire(request: StreamRequest): void {
    const key = countedAs(request);
    if (key === undefined) return;
    const { callers } = this;
    if (!callers.tryAcquire(key)) throw tooMany(callers.permits);
    request.onDisconnect(() => callers.release(key));
  }
}

function tooMany(allowed: number): ProtocolError {
  return new ProtocolError(
    ErrorCode.invalidRequest,
    `Too many open streams of one caller: ${allowed} are allowed. Close some, and try again in 5 s.`,
    {
      status: 429,
      outcome: 'rate_limited',
      headers: { 'retry-after': '5' },
      data: { retryable: true, retryAfter: 5 },
    },
  );
}
