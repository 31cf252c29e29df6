import { IdentityProviderConfig } from '@repo/config';
import {
  CallInterceptor,
  CallOrder,
  isOpen,
  RefusedError,
  type Call,
  type CallResult,
} from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';
import { UnauthenticatedError } from '../authentication/unauthenticated.error';
import { bindingOf } from '../dpop/bound-caller';
import { bearerChallenge, dpopChallenge } from '../resource/challenge';
import { hasScopes, scopesToAskFor } from './scopes';

/**
 * Lets a call pass only where the caller has the scopes of the tool, resource or prompt, and where
 * its policy allows it.
 *
 * An anonymous caller has no scopes. So a feature with scopes stays closed with `MCP_AUTH=off` as
 * well: that setting says that nobody is asked who they are, not that everybody may do everything.
 */
@Injectable()
export class AuthorizationInterceptor extends CallInterceptor {
  readonly order = CallOrder.authorization;
  private readonly scopePrefix: string;

  constructor({ scopePrefix }: IdentityProviderConfig) {
    super();
    this.scopePrefix = scopePrefix;
  }

  /**
   * @throws {UnauthenticatedError} an anonymous caller: 401, with the scopes to sign in for
   * @throws {RefusedError} 403, for missing scopes with the challenge of RFC 6750, section 3.1
   */
  intercept(call: Call, next: () => Promise<CallResult>): Promise<CallResult> {
    const { feature, client } = call;
    if (isOpen(feature)) return next();
    if (!hasScopes(client.auth, feature)) return Promise.reject(this.lacking(call));
    // Without an async function around it, which costs as much as all of the above.
    return feature.allow === undefined ? next() : this.askPolicy(call, next);
  }

  private async askPolicy(call: Call, next: () => Promise<CallResult>): Promise<CallResult> {
    const { feature, client } = call;
    if ((await feature.allow?.(client.auth, call)) === true) return next();
    throw new RefusedError(`You may not use ${feature.name} this way.`, { detail: 'policy' });
  }

  private lacking({ feature, client }: Call): RefusedError {
    const needed = scopesToAskFor(feature);
    const scopes = needed.map((scope) => this.scopePrefix + scope);
    const message = `${feature.name} needs the scope: ${needed.join(' ')}`;
    if (client.auth === undefined) return UnauthenticatedError.lacking(message, scopes);
    const challenge = bindingOf(client.auth) === undefined ? bearerChallenge : dpopChallenge;
    return new RefusedError(message, {
      headers: { 'www-authenticate': challenge({ error: 'insufficient_scope', scopes }) },
      detail: 'scopes',
    });
  }
}
