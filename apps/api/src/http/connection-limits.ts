import type { HttpConfig } from '@repo/config';

/** What one connection may take. All times are in milliseconds. */
export interface ConnectionLimits {
  /** Open at once; more are closed as they come. */
  readonly maxConnections: number;
  /** For the headers of a request, and for the first of a connection that says nothing. */
  readonly headersTimeoutMs: number;
  /** For a whole request. */
  readonly requestTimeoutMs: number;
  /** Between two looks whether those two are over. */
  readonly checkMs: number;
  /** That an answer may wait for a client which takes none of it. */
  readonly writeTimeoutMs: number;
  /**
   * That an idle connection is kept: longer than load balancers keep theirs (AWS: 60 s), or they
   * would send a request just when we close.
   */
  readonly keepAliveTimeoutMs: number;
  /** For the last bytes of ended streams when the server stops; what is open then is cut off. */
  readonly lastBytesMs: number;
}

export function connectionLimits({ maxConnections }: HttpConfig): ConnectionLimits {
  return {
    maxConnections,
    headersTimeoutMs: 15_000,
    requestTimeoutMs: 60_000,
    checkMs: 5_000,
    writeTimeoutMs: 60_000,
    keepAliveTimeoutMs: 72_000,
    lastBytesMs: 1_000,
  };
}
