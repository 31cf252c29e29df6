import { ErrorCode, ProtocolError } from '../protocol/protocol.error';

/** The answer to a call whose process died. */
export class ReplicaGoneError extends ProtocolError {
  constructor() {
    super(
      ErrorCode.internalError,
      'The server process that ran this call has gone; how far it came is unknown. Try again.',
      { data: { retryable: true } },
    );
  }
}
