import { ErrorCode, ProtocolError } from '../protocol/protocol.error';

/**
 * Too many calls run and wait at the moment. The caller did nothing wrong, so the status is 503 and not
 * 429; in the audit trail `detail` distinguishes it from a rate limit.
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
