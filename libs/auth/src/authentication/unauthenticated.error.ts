import { RefusedError, type RefusalDetail } from '@repo/mcp-core';
import { bearerChallenge, dpopChallenge } from '../resource/challenge';
import type { Caller } from './caller';
import type { ProtectedResource } from '../resource/protected-resource';

/** The request carries no credential where one is needed, or a wrong one: HTTP 401 (RFC 6750, section 3). */
export class UnauthenticatedError extends RefusedError {
  private constructor(
    message: string,
    challenge: string,
    detail?: RefusalDetail,
    /** Who it was, where the credential is genuine and counts no more: that is no guess. */
    readonly caller?: Caller,
  ) {
    super(message, { status: 401, headers: { 'www-authenticate': challenge }, detail });
  }

  /** Without an error code: a client that sent nothing did nothing wrong. */
  static missing(resource: ProtectedResource): UnauthenticatedError {
    return new UnauthenticatedError(
      'This needs a bearer token or an API key.',
      resource.requiresBoundTokens
        ? dpopChallenge({ scopes: resource.baseScopes, resource })
        : `${bearerChallenge({ scopes: resource.baseScopes, resource })}, ${dpopChallenge({})}`,
    );
  }

  /** An anonymous caller of something that needs scopes, in the provider's words. */
  static lacking(message: string, scopes: readonly string[]): UnauthenticatedError {
    return new UnauthenticatedError(message, bearerChallenge({ scopes }), 'scopes');
  }

  /** A token that is good, and not used as it is bound, or not bound where it has to be. */
  static unbound(
    message: string,
    resource: ProtectedResource,
    caller: Caller,
  ): UnauthenticatedError {
    const error = { error: 'invalid_token', error_description: message };
    const challenge = dpopChallenge({ ...error, resource });
    return new UnauthenticatedError(message, challenge, undefined, caller);
  }

  /** A token that is good, without a good proof (RFC 9449, section 7.1). */
  static unproven(
    message: string,
    resource: ProtectedResource,
    caller: Caller | undefined,
  ): UnauthenticatedError {
    const error = { error: 'invalid_dpop_proof', error_description: message };
    const challenge = dpopChallenge({ ...error, resource });
    return new UnauthenticatedError(message, challenge, undefined, caller);
  }

  /**
   * Why is not told: that would help whoever forges one.
   *
   * @param caller whose credential it was, where it is genuine and was revoked or has ended
   */
  static invalid(resource: ProtectedResource, caller?: Caller): UnauthenticatedError {
    const message = 'The token is not valid.';
    const error = { error: 'invalid_token', error_description: message };
    const challenge = bearerChallenge({ ...error, resource });
    return new UnauthenticatedError(message, challenge, undefined, caller);
  }
}
