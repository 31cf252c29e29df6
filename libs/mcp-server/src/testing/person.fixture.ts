import {
  Client,
  StreamableHTTPClientTransport,
  UnauthorizedError,
  type OAuthClientProvider,
  type OAuthDiscoveryState,
  type StoredOAuthClientInformation,
  type StoredOAuthTokens,
} from '@modelcontextprotocol/client';
import { Browser } from './browser.fixture';

/** Where the program of the person listens; nothing does, in a test. */
export const REDIRECT_URI = 'http://127.0.0.1:33418/callback';

/** A program on a person's machine that signs them in, as the official SDK has programs do it. */
export class PersonClient implements OAuthClientProvider {
  readonly redirectUrl = REDIRECT_URI;
  readonly browser = new Browser(REDIRECT_URI);
  readonly clientMetadata = {
    client_name: 'A program',
    redirect_uris: [REDIRECT_URI],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  };
  stored: { client?: StoredOAuthClientInformation; tokens?: StoredOAuthTokens } = {};
  /** Where the person is sent. */
  sentTo?: URL;
  /** What they do with a page that a tool wants them to open; without it the program opens none. */
  opens?: (url: string) => Promise<'accept' | 'decline'>;
  private verifier = '';
  private discovered?: OAuthDiscoveryState;

  /** @param known the id that it has already; else it registers */
  constructor(known?: string) {
    if (known !== undefined) this.stored.client = { client_id: known };
  }

  clientInformation() {
    return this.stored.client;
  }
  saveClientInformation(client: StoredOAuthClientInformation) {
    this.stored.client = client;
  }
  tokens() {
    return this.stored.tokens;
  }
  saveTokens(tokens: StoredOAuthTokens) {
    this.stored.tokens = tokens;
  }
  redirectToAuthorization(url: URL) {
    this.sentTo = url;
  }
  saveCodeVerifier(verifier: string) {
    this.verifier = verifier;
  }
  codeVerifier() {
    return this.verifier;
  }
  saveDiscoveryState(state: OAuthDiscoveryState) {
    this.discovered = state;
  }
  discoveryState() {
    return this.discovered;
  }

  /**
   * Connects, which sends the person to sign in, and connects again when they are back.
   *
   * @param signIn what they do in their browser
   */
  async connect(
    url: string,
    era: 'modern' | 'legacy',
    signIn: (browser: Browser) => Promise<void>,
  ): Promise<Client> {
    const first = this.transport(url);
    try {
      await this.client(era).connect(first);
      throw new Error('It was let in without a token.');
    } catch (error) {
      if (!(error instanceof UnauthorizedError)) throw error;
    }
    await this.browser.open(this.sentTo!.href);
    await signIn(this.browser);
    return this.finish(url, era);
  }

  /** Takes what the person came back with, and connects. */
  async finish(url: string, era: 'modern' | 'legacy'): Promise<Client> {
    const { browser } = this;
    if (!browser.url.startsWith(REDIRECT_URI)) {
      throw new Error(
        `The person is at ${browser.url}: ${browser.status}\n${browser.text.slice(-900)}`,
      );
    }
    await this.transport(url).finishAuth(new URL(browser.url).searchParams);
    return this.reconnect(url, era);
  }

  /** With the tokens that it has. */
  async reconnect(url: string, era: 'modern' | 'legacy'): Promise<Client> {
    const client = this.client(era);
    await client.connect(this.transport(url));
    return client;
  }

  private transport(url: string): StreamableHTTPClientTransport {
    return new StreamableHTTPClientTransport(new URL(url), { authProvider: this });
  }

  private client(era: 'modern' | 'legacy'): Client {
    const mode = era === 'legacy' ? ('legacy' as const) : { pin: '2026-07-28' };
    const capabilities = this.opens === undefined ? {} : { elicitation: { url: {} } };
    const client = new Client(
      { name: 'test', version: '0' },
      { versionNegotiation: { mode }, capabilities },
    );
    if (this.opens !== undefined) {
      client.setRequestHandler('elicitation/create', async ({ params }) => ({
        action: await this.opens!((params as { url: string }).url),
      }));
    }
    return client;
  }
}
