import { ErrorCode, ProtocolError } from '@repo/mcp-core';

/** Seconds. */
const RETRY_AFTER = 5;

/**
 * Nobody can tell at the moment whether a credential is good: HTTP 503. A 401 would make clients
 * throw away tokens that may be.
 */
export class UnverifiableError extends ProtocolError {
  constructor() {
    super(ErrorCode.internalError, 'Credentials cannot be checked at the moment. Try again.', {
      status: 503,
      headers: { 'retry-after': String(RETRY_AFTER) },
    });
  }
}
