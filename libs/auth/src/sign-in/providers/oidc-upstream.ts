import type * as Oidc from 'openid-client';
import { textAt, textsAt } from '../../tokens/claim-path';
import type { Identity } from '../people/identity';
import type { Provider } from '../settings/sign-in-settings';
import type { Attempt, Upstream } from './upstream';

/** Seconds for each answer of the provider. */
const TIMEOUT_S = 10;

/** Milliseconds after which its metadata and keys are asked for anew. */
const METADATA_MS = 3_600_000;

/** Loaded by the first sign-in: it costs the start of those who have none. */
export const openidClient = (): Promise<typeof Oidc> => import('openid-client');

/** A provider of OpenID Connect. */
export class OidcUpstream implements Upstream {
  private configuration?: Promise<Oidc.Configuration>;
  private foundAt = 0;

  constructor(protected readonly provider: Provider) {}

  async addressOf({ state, nonce, codeVerifier, redirectUri }: Attempt): Promise<string> {
    const oidc = await openidClient();
    const address = oidc.buildAuthorizationUrl(await this.configured(), {
      ...{ redirect_uri: redirectUri, scope: this.provider.scopes, state, nonce },
      code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    });
    return address.href;
  }

  async identityOf(address: URL, attempt: Attempt): Promise<Identity> {
    const oidc = await openidClient();
    const configuration = await this.configured();
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
    return {
      ...{ provider: id, subject, groups },
      name: [name, userName, email].find(isText) ?? subject,
      email: isText(email) && isConfirmed(claims) ? email : undefined,
      tenants: tenantClaim === undefined ? [] : textsAt(claims, [tenantClaim], 'whole'),
    };
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

  /** Asked once for all who come meanwhile, and again after a failure. */
  protected configured(): Promise<Oidc.Configuration> {
    if (this.configuration === undefined || Date.now() - this.foundAt > METADATA_MS) {
      this.foundAt = Date.now();
      this.configuration = this.discover();
      this.configuration.catch(() => (this.configuration = undefined));
    }
    return this.configuration;
  }

  private async discover(): Promise<Oidc.Configuration> {
    const oidc = await openidClient();
    const { issuer, clientId } = this.provider;
    const execute = issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [];
    const authentication = await clientAuthentication(this.provider);
    const options = { execute, timeout: TIMEOUT_S };
    return oidc.discovery(new URL(issuer), clientId, undefined, authentication, options);
  }
}

/** How this server says who it is there. */
export async function clientAuthentication({
  clientSecret,
  clientAuthentication: chosen,
  manners,
}: Provider): Promise<Oidc.ClientAuth> {
  const oidc = await openidClient();
  if (clientSecret === undefined) return oidc.None();
  const way = chosen ?? manners.clientAuthentication;
  return way === 'post'
    ? oidc.ClientSecretPost(clientSecret)
    : oidc.ClientSecretBasic(clientSecret);
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
