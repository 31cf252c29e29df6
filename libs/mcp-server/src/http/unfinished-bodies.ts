import { HttpConfig, RateLimitConfig } from '@repo/config';
import { KeyedSemaphore } from '@repo/foundation';
import { ErrorCode, ProtocolError } from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';

/** Bytes of bodies that are kept while the rest of them is on its way: this, or some of the largest. */
const MIN_BYTES = 64 * 1024 * 1024;
const MIN_BODIES = 16;

/**
 * Bounds what is kept of bodies that have begun and not ended: in all, and of each caller. A body that
 * is there with its first chunk is none of these, so that most requests are never refused for others.
 */
@Injectable()
export class UnfinishedBodies {
  private readonly maxBytes: number;
  private readonly callers: KeyedSemaphore;

  constructor({ maxRequestBytes }: HttpConfig, limits: RateLimitConfig) {
    this.maxBytes = Math.max(MIN_BYTES, MIN_BODIES * maxRequestBytes);
    this.callers = new KeyedSemaphore(limits.shareOf(this.maxBytes));
  }

  /** Bytes that are kept now. */
  get size(): number {
    return this.callers.size;
  }

  /**
   * Counts bytes of a body; whoever calls has to `release` them.
   *
   * @param key see `countedAs`
   * @returns why they are not taken: 429 where this caller has too many, 503 where all have
   */
  acquire(key: string, bytes: number): ProtocolError | undefined {
    if (this.callers.size + bytes > this.maxBytes) return tooMany(503, 'in all', this.maxBytes);
    if (this.callers.tryAcquire(key, bytes)) return undefined;
    return tooMany(429, 'of one caller', this.callers.permits);
  }

  release(key: string, bytes: number): void {
    if (bytes > 0) this.callers.release(key, bytes);
  }
}

function tooMany(status: 429 | 503, whose: string, allowed: number): ProtocolError {
  const code = status === 429 ? ErrorCode.invalidRequest : ErrorCode.internalError;
  return new ProtocolError(
    code,
    `Too many bodies ${whose} are under way: ${allowed} bytes are allowed. Try again in 1 s.`,
    {
      status,
      outcome: 'rate_limited',
      headers: { 'retry-after': '1' },
      data: { retryable: true, retryAfter: 1 },
    },
  );
}
