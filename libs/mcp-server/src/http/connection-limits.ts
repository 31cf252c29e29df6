import type { HttpConfig, RateLimitConfig } from '@repo/config';

/** What one connection may take. All times are in milliseconds. */
export interface ConnectionLimits {
  /** Open at once; more are closed as they come. */
  readonly maxConnections: number;
  /** Of one address, unless it is a trusted proxy's. */
  readonly maxPerAddress: number;
  /** For the headers of a request, and for the first of a connection that says nothing. */
  readonly headersTimeoutMs: number;
  /** For a whole request. */
  readonly requestTimeoutMs: number;
  /** Between two checks of those two limits: all that are over one are closed in the same turn. */
  readonly checkIntervalMs: number;
  /** That an answer may wait for a client which takes none of it. */
  readonly writeTimeoutMs: number;
  /**
   * That an idle connection is kept: longer than load balancers keep theirs (AWS: 60 s), or they
   * would send a request just when we close.
   */
  readonly keepAliveTimeoutMs: number;
  /** To flush the last bytes of ended streams when the server stops; what is open then is cut off. */
  readonly flushTimeoutMs: number;
}

export function connectionLimits(
  { maxConnections }: HttpConfig,
  limits: RateLimitConfig,
): ConnectionLimits {
  return {
    maxConnections,
    maxPerAddress: limits.shareOf(maxConnections),
    headersTimeoutMs: 15_000,
    requestTimeoutMs: 60_000,
    checkIntervalMs: 250,
    writeTimeoutMs: 60_000,
    keepAliveTimeoutMs: 72_000,
    flushTimeoutMs: 1_000,
  };
}
