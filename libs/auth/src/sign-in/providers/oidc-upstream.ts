import type * as Oidc from 'openid-client';
import { textAt, textsAt } from '../../tokens/claim-path';
import type { Provider } from '../settings/provider';
import { OAuthClient, openidClient, type OAuthParty } from './oauth-client';
import { tokensOf } from './tokens';
import type { Arrival, Attempt, Upstream } from './upstream';

/** A provider of OpenID Connect. */
export class OidcUpstream implements Upstream {
  readonly client: OAuthClient;

  constructor(protected readonly provider: Provider) {
    const { clientId, clientSecret, manners } = provider;
    const clientAuthentication = provider.clientAuthentication ?? manners.clientAuthentication;
    const party = { issuer: provider.issuer, clientId, clientSecret, clientAuthentication };
    this.client = new OAuthClient({
      ...party,
      identifies: true,
      endpoints: this.endpoints(provider.issuer),
    });
  }

  /** Where it has no metadata. */
  protected endpoints(_issuer: string): OAuthParty['endpoints'] {
    return undefined;
  }

  async addressOf({ state, nonce, codeVerifier, redirectUri }: Attempt): Promise<string> {
    const oidc = await openidClient();
    const address = oidc.buildAuthorizationUrl(await this.client.configured(), {
      ...{ redirect_uri: redirectUri, scope: this.provider.scopes, state, nonce },
      code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    });
    return address.href;
  }

  async arrivalOf(address: URL, attempt: Attempt): Promise<Arrival> {
    const oidc = await openidClient();
    const configuration = await this.client.configured();
    const tokens = await oidc.authorizationCodeGrant(configuration, address, {
      ...{ pkceCodeVerifier: attempt.codeVerifier, expectedState: attempt.state },
      ...{ expectedNonce: attempt.nonce, idTokenExpected: true },
    });
    const claims: Record<string, unknown> = { ...tokens.claims() };
    const { id, manners, groupsClaims = [] } = this.provider;
    const subject = textAt(claims, manners.subjectClaims);
    if (subject === undefined) throw new Error('it does not say who this is');
    const groups = hasTooManyGroups(claims)
      ? await this.memberGroups(configuration, tokens.access_token)
      : textsAt(claims, groupsClaims, 'whole');
    const { name, preferred_username: userName, email } = claims;
    const { tenantClaim } = manners;
    const identity = {
      ...{ provider: id, subject, groups },
      name: [name, userName, email].find(isText) ?? subject,
      email: isText(email) && isConfirmed(claims) ? email : undefined,
      tenants: tenantClaim === undefined ? [] : textsAt(claims, [tenantClaim], 'whole'),
    };
    return { identity, tokens: tokensOf(tokens) };
  }

  private async memberGroups(
    configuration: Oidc.Configuration,
    accessToken: string,
  ): Promise<readonly string[]> {
    const { fetchProtectedResource } = await openidClient();
    const answer = await fetchProtectedResource(
      ...([configuration, accessToken, new URL(this.provider.groupsUrl), 'POST'] as const),
      JSON.stringify({ securityEnabledOnly: false }),
      new Headers({ 'content-type': 'application/json' }),
    );
    if (!answer.ok) throw new Error(`its list of your groups cannot be read (${answer.status})`);
    const { value } = (await answer.json()) as { value?: unknown };
    return Array.isArray(value) ? value.filter(isText) : [];
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** Entra ID has no such claim: an address of its own directory has one that says so. */
function isConfirmed({ email_verified: isVerified, xms_edov: isOwned }: Record<string, unknown>) {
  return [isVerified, isOwned].some((value) => value === true || value === 'true' || value === 1);
}

/** Entra ID leaves out the groups of whoever is in more than 200, and says that it did. */
function hasTooManyGroups({ _claim_names: names, hasgroups }: Record<string, unknown>): boolean {
  return hasgroups === true || (typeof names === 'object' && names !== null && 'groups' in names);
}
