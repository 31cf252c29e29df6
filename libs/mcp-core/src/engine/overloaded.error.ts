import { ErrorCode, ProtocolError } from '../protocol/protocol.error';

/**
 * There is no place for one more call now, and there may be one soon. Whoever sent it did nothing
 * wrong, so the status is 503 and not 429; in the audit trail `detail` tells it from a rate limit.
 */
export class OverloadedError extends ProtocolError {
  constructor(message: string) {
    super(ErrorCode.internalError, `${message} Try again in 1 s.`, {
      status: 503,
      outcome: 'rate_limited',
      detail: 'overload',
      data: { retryable: true },
      headers: { 'retry-after': '1' },
    });
  }
}
