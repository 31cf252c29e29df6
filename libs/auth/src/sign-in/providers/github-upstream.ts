import { openidClient } from './oauth-client';
import { OidcUpstream } from './oidc-upstream';
import { tokensOf } from './tokens';
import type { Arrival, Attempt } from './upstream';

interface User {
  readonly id: number;
  readonly login: string;
  readonly name: string | null;
}

interface EmailAddress {
  readonly email: string;
  readonly primary: boolean;
  readonly verified: boolean;
}

interface Organization {
  readonly login: string;
}

/** GitHub: OAuth without OpenID Connect, so its API says who came. Organizations are the groups. */
export class GitHubUpstream extends OidcUpstream {
  protected override endpoints(issuer: string) {
    return {
      authorization_endpoint: `${issuer}/login/oauth/authorize`,
      token_endpoint: `${issuer}/login/oauth/access_token`,
    };
  }

  override async arrivalOf(address: URL, attempt: Attempt): Promise<Arrival> {
    const oidc = await openidClient();
    const configuration = await this.client.configured();
    const tokens = await oidc.authorizationCodeGrant(configuration, address, {
      pkceCodeVerifier: attempt.codeVerifier,
      expectedState: attempt.state,
    });
    const get = async <T>(path: string): Promise<T> => {
      const url = new URL(this.api + path);
      const answer = await oidc.fetchProtectedResource(
        ...([configuration, tokens.access_token, url, 'GET'] as const),
      );
      if (!answer.ok) throw new Error(`GitHub answered ${answer.status} to ${path}`);
      return (await answer.json()) as T;
    };
    const [user, addresses, organizations] = await Promise.all([
      get<User>('/user'),
      get<readonly EmailAddress[]>('/user/emails'),
      get<readonly Organization[]>('/user/orgs?per_page=100'),
    ]);
    const groups = organizations.map(({ login }) => login);
    const identity = {
      ...{ provider: this.provider.id, subject: String(user.id), groups, tenants: groups },
      name: user.name ?? user.login,
      email: addresses.find(({ primary, verified }) => primary && verified)?.email,
    };
    return { identity, tokens: tokensOf(tokens) };
  }

  /** That of a GitHub Enterprise Server stands below its address. */
  private get api(): string {
    const { issuer } = this.provider;
    return issuer === 'https://github.com' ? 'https://api.github.com' : `${issuer}/api/v3`;
  }
}
