import { Injectable } from '@nestjs/common';
import {
  CallInterceptor,
  CallOrder,
  RefusedError,
  type Call,
  type CallResult,
} from '@acme/mcp-core';
import { missingScopes } from './scopes';

/**
 * Lets a call pass only where the caller has all scopes of the tool, resource or prompt.
 *
 * An anonymous caller has none. So a feature with scopes stays closed with `MCP_AUTH=off` as well:
 * that setting says that nobody is asked who they are, not that everybody may do everything.
 */
@Injectable()
export class ScopesInterceptor extends CallInterceptor {
  readonly order = CallOrder.authorization;

  /** @throws {RefusedError} 403 with the challenge of RFC 6750, section 3.1 */
  async intercept({ feature, client }: Call, next: () => Promise<CallResult>): Promise<CallResult> {
    if (missingScopes(feature.scopes, client.auth).length === 0) return next();
    const scope = feature.scopes.join(' ');
    throw new RefusedError(`${feature.name} needs the scope: ${scope}`, {
      headers: { 'www-authenticate': `Bearer error="insufficient_scope", scope="${scope}"` },
    });
  }
}
