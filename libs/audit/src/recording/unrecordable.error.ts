import { RefusedError } from '@repo/mcp-core';

const RETRY_AFTER = { 'retry-after': '5' };

/** With `AUDIT=strict`: what cannot be recorded is not answered. HTTP 503 where the answer has a status. */
export class UnrecordableError extends RefusedError {
  /** The call has not run. */
  static beforeCall(): UnrecordableError {
    return new UnrecordableError(
      'Calls are refused while they cannot be recorded. Try again in a moment.',
      { status: 503, headers: RETRY_AFTER },
    );
  }

  /** The call has run, and nobody is told its result. */
  static afterCall(): UnrecordableError {
    return new UnrecordableError(
      'The call has run, but it could not be recorded in time, so its result is withheld.',
      { status: 503, headers: RETRY_AFTER },
    );
  }
}
