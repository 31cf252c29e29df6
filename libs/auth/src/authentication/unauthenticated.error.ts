import { RefusedError } from '@acme/mcp-core';

/** The request carries no credential where one is needed, or a wrong one: HTTP 401 (RFC 6750, section 3). */
export class UnauthenticatedError extends RefusedError {
  private constructor(message: string, challenge: string) {
    super(message, { status: 401, headers: { 'www-authenticate': challenge } });
  }

  /** Without an error code: a client that sent nothing did nothing wrong. */
  static missing(): UnauthenticatedError {
    return new UnauthenticatedError('This endpoint needs a bearer token or an API key.', 'Bearer');
  }

  static invalid(): UnauthenticatedError {
    const challenge = 'Bearer error="invalid_token", error_description="The token is not valid."';
    return new UnauthenticatedError('The token is not valid.', challenge);
  }
}
