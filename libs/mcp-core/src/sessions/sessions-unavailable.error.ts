import { ErrorCode, ProtocolError } from '../protocol/protocol.error';

/**
 * What the replicas share cannot be asked now, so that nobody can tell whether there is such a
 * session. Not 404: for that a client gives its session up.
 */
export class SessionsUnavailableError extends ProtocolError {
  constructor(cause?: unknown) {
    super(ErrorCode.internalError, 'Sessions cannot be looked up right now. Try again.', {
      status: 503,
      headers: { 'retry-after': '2' },
      data: { retryable: true },
      cause,
    });
  }
}
