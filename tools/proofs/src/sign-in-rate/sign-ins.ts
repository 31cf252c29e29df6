import { createHash, randomBytes } from 'node:crypto';
import { Browser } from '@repo/mcp-server/testing';

/** A client, as the server knows it. */
export interface RateClient {
  readonly id: string;
  readonly redirectUri: string;
}

/** Has a client registered. @param kind a website is remembered, a program asks each time */
export async function register(origin: string, kind: 'native' | 'web'): Promise<RateClient> {
  const redirectUri =
    kind === 'native' ? 'http://127.0.0.1:33418/callback' : 'https://client.example/callback';
  const answer = await fetch(`${origin}/oauth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ client_name: 'A client', redirect_uris: [redirectUri], application_type: kind },
      token_endpoint_auth_method: 'none',
    }),
  });
  const { client_id: id } = (await answer.json()) as { client_id: string };
  return { id, redirectUri };
}

/** A person, their browser, and the client that they use. */
export class RatePerson {
  private readonly browser: Browser;

  constructor(
    private readonly origin: string,
    private readonly client: RateClient,
  ) {
    this.browser = new Browser(client.redirectUri);
  }

  /**
   * From the request for authorization to the token, pressing what there is to press.
   *
   * @returns the refresh token
   * @throws {Error} they did not come back, or there was no token
   */
  async signIn(): Promise<string> {
    const verifier = randomBytes(32).toString('base64url');
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const asked = new URLSearchParams({
      ...{ client_id: this.client.id, response_type: 'code', state: 'x' },
      ...{ redirect_uri: this.client.redirectUri, resource: `${this.origin}/mcp` },
      ...{ code_challenge: challenge, code_challenge_method: 'S256' },
    });
    await this.browser.open(`${this.origin}/oauth/authorize?${asked.toString()}`);
    for (const button of ['ada', 'yes']) {
      if (!this.isBack && this.browser.text.includes(`value="${button}"`)) {
        await this.browser.press(button);
      }
    }
    if (!this.isBack) throw new Error(`Not back at the client: ${this.browser.url}`);
    const code = new URL(this.browser.url).searchParams.get('code') ?? '';
    const { redirectUri: redirect_uri } = this.client;
    return this.token({
      grant_type: 'authorization_code',
      code,
      redirect_uri,
      code_verifier: verifier,
    });
  }

  /** @returns the next refresh token */
  renew(refresh_token: string): Promise<string> {
    return this.token({ grant_type: 'refresh_token', refresh_token });
  }

  private get isBack(): boolean {
    return this.browser.url.startsWith(this.client.redirectUri);
  }

  private async token(fields: Record<string, string>): Promise<string> {
    const body = new URLSearchParams({ ...fields, client_id: this.client.id });
    const answer = await fetch(`${this.origin}/oauth/token`, { method: 'POST', body });
    const { refresh_token: next } = (await answer.json()) as { refresh_token?: string };
    if (next === undefined) throw new Error(`No token: ${answer.status}`);
    return next;
  }
}
