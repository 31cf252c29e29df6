import { ErrorCode, ProtocolError } from '@repo/mcp-core';
import type { Limit, Wait } from './limit';

/**
 * Too much in too little time: HTTP 429 with `Retry-After` in seconds and the `RateLimit` and
 * `RateLimit-Policy` fields of draft-ietf-httpapi-ratelimit-headers; the seconds are in the data too.
 */
export class RateLimitedError extends ProtocolError {
  /** @param policy names the limit: letters, digits and `_ - .` only, since it stands in headers */
  constructor(message: string, policy: string, { requests, windowMs }: Limit, wait: Wait) {
    const seconds = Math.max(1, Math.ceil(wait / 1000));
    const window = Math.ceil(windowMs / 1000);
    super(ErrorCode.invalidRequest, `${message} Try again in ${seconds} s.`, {
      status: 429,
      outcome: 'rate_limited',
      data: { retryAfter: seconds },
      headers: {
        'retry-after': String(seconds),
        ratelimit: `"${policy}";r=0;t=${seconds}`,
        'ratelimit-policy': `"${policy}";q=${requests};w=${window}`,
      },
    });
  }
}
