import { IdentityProviderConfig } from '@repo/config';
import { Clock } from '@repo/foundation';
import { Injectable } from '@nestjs/common';
import { hasScope, isWildcard } from '../../authorization/scopes';
import { SeenOnce } from '../../replay/seen-once';
import { permitted } from '../../sign-in/people/admission';
import { checkAssertion, GenuineFault } from '../../tokens/assertion';
import { readJws, TokenFault, type Claims, type TokenParts } from '../../tokens/json-token';
import { ClientAuthenticator } from '../granting/client-authenticator';
import { ACCESS_TOKEN_TYPE, TOKEN_EXCHANGE } from '../../discovery/grant-types';
import { OAuthError } from '../granting/oauth.error';
import { LIFETIME, lifetimeFor } from '../granting/token-grants';
import { TokenIssuer, type GrantedToken } from '../granting/token-issuer';
import type { TokenRequest } from '../granting/token-request';
import type { StoredClient } from '../storage/stored-client';
import { LastUse } from '../verification/last-use';
import { scopesFor } from './claim-conditions';
import { FederatedIssuers, type FederatedIssuer } from './federated-issuers';

/** Characters. */
const MAX_SUBJECT_LENGTH = 500;

/**
 * Exchanges what others vouch for into tokens of this server: workloads, by what their platform says
 * of them (RFC 8693; RFC 7523 as MCP's draft of workload identity federation has it), and people that
 * an identity provider sends with a client (ID-JAG, enterprise-managed authorization).
 */
@Injectable()
export class AssertionGrants {
  constructor(
    private readonly issuers: FederatedIssuers,
    private readonly clients: ClientAuthenticator,
    private readonly tokens: TokenIssuer,
    private readonly seen: SeenOnce,
    private readonly lastUse: LastUse,
    private readonly config: IdentityProviderConfig,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws {OAuthError} why there is no token
   * @throws {UnverifiableError} nobody can tell at the moment (503)
   */
  async grant(request: TokenRequest): Promise<GrantedToken> {
    this.tokens.assertActive();
    if (this.issuers.isEmpty) {
      throw new OAuthError('unsupported_grant_type', 'grant_type must be client_credentials.');
    }
    const parts = this.read(request.assertion);
    const issuer = this.issuers.find(parts.claims['iss'], parts.type);
    if (issuer === undefined) throw invalidGrant('Its issuer is not known here.', true);
    // An ID-JAG is an authorization grant, and no token that could be exchanged.
    if (issuer.isOfPeople && request.grantType === TOKEN_EXCHANGE) {
      throw invalidGrant('An ID-JAG is sent as an assertion.', false);
    }
    const client = issuer.isOfPeople ? await this.clientOf(request) : undefined;
    const { claims, id, endsAt } = await this.check(parts, issuer);
    const subject = subjectOf(claims, issuer);
    if (client !== undefined && claims['client_id'] !== client.id) {
      throw invalidGrant('It is for another client.', false);
    }
    const scopes = this.scopesOf(claims, issuer, request.scope);
    const audience = this.tokens.audienceOf(resourceOf(claims, issuer, request.resource));
    if (issuer.once && !(await this.seen.take('grant', id, endsAt))) {
      throw invalidGrant('It was used before.', false);
    }
    const granted = await this.tokens.issue(
      {
        ...{ subject, scopes, audience, clientId: client?.id ?? subject },
        lifetime: client === undefined ? LIFETIME : lifetimeFor(client, this.clock.now()),
      },
      request.proof,
    );
    if (client !== undefined) this.lastUse.of(client.id);
    const isExchange = request.grantType === TOKEN_EXCHANGE;
    return { ...granted, ...(isExchange && { issued_token_type: ACCESS_TOKEN_TYPE }) };
  }

  private read(text: string): TokenParts {
    try {
      return readJws(text);
    } catch (error) {
      if (!(error instanceof TokenFault)) throw error;
      throw invalidGrant('It is no signed JSON Web Token.', true);
    }
  }

  private clientOf({ client }: TokenRequest): Promise<StoredClient> {
    if (client === undefined) throw OAuthError.invalidClient();
    return this.clients.authenticate(client);
  }

  private async check(parts: TokenParts, { audience, ...issuer }: FederatedIssuer) {
    const audiences = audience === undefined ? this.tokens.audiences : [audience];
    const now = { now: this.clock.now(), toleranceMs: this.config.clockToleranceMs };
    try {
      const assertion = await checkAssertion(parts, { ...issuer, audiences }, now);
      const { jti } = assertion.claims;
      if (issuer.isOfPeople && jti === undefined) throw new GenuineFault('it has no jti');
      return assertion;
    } catch (error) {
      if (!(error instanceof TokenFault)) throw error;
      const isGenuine = error instanceof GenuineFault;
      throw invalidGrant(isGenuine ? `Refused: ${error.message}.` : 'It is not valid.', !isGenuine);
    }
  }

  /**
   * Of a workload, what follows from its claims, or what it asks for of that. Of a person, what the
   * identity provider and the client both want, of what follows from the claims: by name, as a token
   * of a person has scopes.
   */
  private scopesOf(
    claims: Claims,
    { grants, isOfPeople }: FederatedIssuer,
    scope: string | undefined,
  ): readonly string[] {
    const held = scopesFor(claims, grants);
    if (held.length === 0) throw invalidGrant('No grant fits what it says.', false);
    const asked = scope === undefined ? undefined : this.tokens.scopesIn(scope);
    if (!isOfPeople) {
      if (asked === undefined || asked.every((one) => hasScope(held, one))) return asked ?? held;
      throw new OAuthError('invalid_scope', 'These scopes do not follow from what it says.');
    }
    const { scope: said } = claims;
    const vouched = typeof said === 'string' ? this.tokens.scopesIn(said) : undefined;
    const wanted = (asked ?? vouched ?? held).filter((one) => !isWildcard(one));
    const both = wanted.filter((one) => vouched?.includes(one) ?? true);
    const scopes = permitted(held, both);
    if (scopes.length > 0) return scopes;
    throw new OAuthError('invalid_scope', 'None of these scopes is to be had.');
  }
}

/**
 * People have the name that they have here when they sign in at a provider with the same id; a
 * workload has one that no person can have.
 */
function subjectOf({ sub }: Claims, { id, isOfPeople }: FederatedIssuer): string {
  if (typeof sub === 'string' && sub !== '' && sub.length <= MAX_SUBJECT_LENGTH) {
    return `${isOfPeople ? '' : 'workload.'}${id}:${sub}`;
  }
  throw invalidGrant('It names no subject.', false);
}

/** An ID-JAG says which endpoint its token is for; a client may say the same, and nothing else. */
function resourceOf(
  { resource: said }: Claims,
  { isOfPeople }: FederatedIssuer,
  asked: string | undefined,
): string | undefined {
  if (!isOfPeople || said === undefined) return asked;
  const [resource, ...others] = Array.isArray(said) ? (said as unknown[]) : [said];
  if (others.length > 0 || typeof resource !== 'string') {
    throw new OAuthError('invalid_target', 'The assertion is for more than one resource.');
  }
  if (asked === undefined || asked === resource) return resource;
  throw new OAuthError('invalid_target', 'The assertion is for another resource.');
}

function invalidGrant(message: string, isGuess: boolean): OAuthError {
  return new OAuthError('invalid_grant', message, { isGuess });
}
