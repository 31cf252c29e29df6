import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inSeconds, jwkOf, jws, testKey } from './jws';

/** What this server is called there. */
export const UPSTREAM_CLIENT_ID = 'this-server';
export const UPSTREAM_CLIENT_SECRET = 'the-secret-of-this-server';

/** What a provider does that others do not. */
export interface UpstreamManners {
  /** Beside `sub`, in the ID token. */
  readonly claims?: Record<string, unknown>;
  /** How it wants the secret of its client. */
  readonly authentication?: 'basic' | 'post';
  /** Whether it has no OpenID Connect, but an API that tells who somebody is. */
  readonly isGitHub?: boolean;
  /** What it tells of the groups of whoever is in too many. */
  readonly memberGroups?: readonly string[];
  /** Parameters that it does not take. */
  readonly refuses?: readonly string[];
  /** Changes of its metadata; `undefined` takes one away. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** What it sends back instead of a code. */
  readonly answers?: Readonly<Record<string, string>>;
  /** The page, with its status, that it shows instead of sending anybody back. */
  readonly page?: readonly [status: number, text: string];
  /** What it says to a request for a token. */
  readonly tokenError?: Readonly<Record<string, string>>;
  /** Milliseconds that its clock is ahead. */
  readonly clockMs?: number;
}

/** A provider of identities that lets everybody in, strict about everything else. */
export class FakeUpstream {
  /** Whether it answers nobody. */
  isAway = false;
  /** What was wrong with a request, if anything was. */
  readonly faults: string[] = [];
  private readonly key = testKey('ES256', 'first');
  private readonly codes = new Map<string, { nonce: string; challenge: string; uri: string }>();
  private readonly server = createServer(
    (request, response) => void this.answer(request, response),
  );

  private constructor(private readonly manners: UpstreamManners) {}

  static async start(manners: UpstreamManners = {}): Promise<FakeUpstream> {
    const upstream = new FakeUpstream(manners);
    upstream.server.listen(0, '127.0.0.1');
    await once(upstream.server, 'listening');
    return upstream;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Where a person lands who opens an address of it. */
  async follow(address: string): Promise<URL> {
    const answer = await fetch(address, { redirect: 'manual' });
    return new URL(answer.headers.get('location') ?? `about:${answer.status}`);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await once(this.server.close(), 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.isAway) return void response.writeHead(503).end();
    const url = new URL(request.url ?? '', this.issuer);
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const { clockMs = 0, page } = this.manners;
    response.setHeader('date', new Date(Date.now() + clockMs).toUTCString());
    if (page !== undefined && url.pathname.endsWith('/authorize')) {
      return void response.writeHead(page[0], { 'content-type': 'text/html' }).end(page[1]);
    }
    const found = this.documents(url) ?? this.protected(url, request, new URLSearchParams(body));
    if (found instanceof URL) return void response.writeHead(302, { location: found.href }).end();
    response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(found ?? {}));
  }

  private documents({ pathname, searchParams }: URL): object | undefined {
    const { issuer } = this;
    if (pathname === '/keys') return { keys: [jwkOf(this.key)] };
    if (pathname.endsWith('/authorize')) return this.authorize(searchParams);
    if (pathname !== '/.well-known/openid-configuration' || this.manners.isGitHub) return undefined;
    return {
      ...{ issuer, jwks_uri: `${issuer}/keys`, authorization_endpoint: `${issuer}/authorize` },
      ...{ token_endpoint: `${issuer}/token`, response_types_supported: ['code'] },
      ...{ subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['ES256'] },
      ...this.manners.metadata,
    };
  }

  private authorize(asked: URLSearchParams): URL {
    const uri = asked.get('redirect_uri') ?? '';
    for (const name of this.manners.refuses ?? []) {
      if (asked.has(name)) this.faults.push(`${name} is refused`);
    }
    if (asked.get('client_id') !== UPSTREAM_CLIENT_ID) this.faults.push('another client');
    const back = new URL(uri);
    back.searchParams.set('state', asked.get('state') ?? '');
    // Nobody is signed in there as long as nobody is asked.
    const asks = asked.get('prompt') === 'none' ? { error: 'login_required' } : undefined;
    const answers = this.manners.answers ?? asks;
    if (answers !== undefined) {
      for (const [name, value] of Object.entries(answers)) back.searchParams.set(name, value);
      return back;
    }
    const code = `code-${this.codes.size}`;
    const challenge = asked.get('code_challenge') ?? '';
    this.codes.set(code, { uri, challenge, nonce: asked.get('nonce') ?? '' });
    back.searchParams.set('code', code);
    return back;
  }

  private protected(
    { pathname }: URL,
    { headers }: IncomingMessage,
    form: URLSearchParams,
  ): object | undefined {
    if (pathname.endsWith('/token') || pathname.endsWith('/access_token')) {
      return this.token(headers.authorization, form);
    }
    if (headers.authorization !== 'Bearer the-access-token') return undefined;
    return {
      '/groups': { value: this.manners.memberGroups },
      '/api/v3/user': { id: 7, login: 'ada', name: 'Ada Lovelace' },
      '/api/v3/user/emails': [
        { email: 'old@example.org', primary: false, verified: true },
        { email: 'ada@example.com', primary: true, verified: true },
      ],
      '/api/v3/user/orgs': [{ login: 'example' }],
    }[pathname];
  }

  private token(authorization: string | undefined, form: URLSearchParams): object {
    const { nonce = '', challenge, uri } = this.codes.get(form.get('code') ?? '') ?? {};
    this.codes.delete(form.get('code') ?? '');
    const { authentication = 'basic', claims, isGitHub } = this.manners;
    // Both are form-encoded before they are joined (RFC 6749, section 2.3.1).
    const [, basic = ''] = /^Basic (.+)$/.exec(authorization ?? '') ?? [];
    const pair = decodeURIComponent(Buffer.from(basic, 'base64').toString());
    const isKnown =
      authentication === 'basic'
        ? pair === `${UPSTREAM_CLIENT_ID}:${UPSTREAM_CLIENT_SECRET}`
        : form.get('client_secret') === UPSTREAM_CLIENT_SECRET;
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (this.manners.tokenError !== undefined) return this.manners.tokenError;
    if (!isKnown) return { error: 'invalid_client' };
    if (challenge === undefined) return { error: 'invalid_grant' };
    if (proof !== challenge || form.get('redirect_uri') !== uri) {
      this.faults.push('a wrong request for a token');
    }
    const { issuer: iss } = this;
    const now = { iat: inSeconds(0), exp: inSeconds(300) };
    const told = { iss, aud: UPSTREAM_CLIENT_ID, sub: 'pairwise', nonce, ...now, ...claims };
    return {
      ...{ access_token: 'the-access-token', token_type: 'bearer' },
      ...(isGitHub ? { scope: 'read:org,user:email' } : { id_token: jws(told, { key: this.key }) }),
    };
  }
}
