import { ErrorCode, ProtocolError } from '../protocol/protocol.error';

/** One caller has more calls under way than it may have at once: 429, since others are still served. */
export class BusyCallerError extends ProtocolError {
  constructor(message: string) {
    super(ErrorCode.invalidRequest, `${message} Try again in 1 s.`, {
      status: 429,
      outcome: 'rate_limited',
      detail: 'overload',
      data: { retryable: true, retryAfter: 1 },
      headers: { 'retry-after': '1' },
    });
  }
}
