import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inSeconds, jwkOf, jws, testKey } from './jws';

export const SERVICE_CLIENT_ID = 'this-server-there';
export const SERVICE_CLIENT_SECRET = 'the-secret-of-this-server-there';

/** Since somebody signed in, all refresh tokens that come of it. */
interface Family {
  readonly person: string;
  isRevoked: boolean;
}

interface Code extends Family {
  readonly challenge: string;
  readonly nonce: string;
  readonly uri: string;
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

const refusal = (error: string, status = 400): Answer => ({ status, body: { error } });

/**
 * A service with people, and a provider of their sign-in: OAuth 2 with PKCE, refresh tokens that are
 * good once and end all that came of a sign-in when one comes twice, token exchange (RFC 8693),
 * Entra ID's on-behalf-of, and revocation. Whoever has opened `/as/NAME` is that person.
 */
export class FakeService {
  /** Seconds that access tokens last. */
  lifetime = 3_600;
  /** Whether a used refresh token is taken once more, as some do for some seconds. */
  isLenient = false;
  /** Whether it fails at everything. */
  isAway = false;
  /** How many of the next answers about tokens are lost, after it has done what it was asked for. */
  lostAnswers = 0;
  /** What it waits for before it answers about tokens. */
  gate: Promise<void> = Promise.resolve();
  readonly counts = { asked: 0, refreshed: 0, exchanged: 0, reused: 0, revoked: 0 };
  /** All tokens that it has given. */
  readonly given: string[] = [];
  /** What it was asked for in the last request for a token. */
  lastForm = new URLSearchParams();
  private readonly key = testKey('ES256', 'service');
  private readonly codes = new Map<string, Code>();
  private readonly access = new Map<string, Family>();
  private readonly refresh = new Map<string, { family: Family; uses: number }>();
  private readonly server = createServer(
    (request, response) => void this.answer(request, response),
  );

  static async start(): Promise<FakeService> {
    const service = new FakeService();
    service.server.listen(0, '127.0.0.1');
    await once(service.server, 'listening');
    return service;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** An access token of a person for another server, which can check it. */
  tokenFor(person: string, audience: string): string {
    const now = { iat: inSeconds(0), exp: inSeconds(300) };
    const claims = { iss: this.issuer, aud: audience, sub: person, client_id: 'program', ...now };
    const token = jws(claims, { key: this.key, header: { typ: 'at+jwt' } });
    this.access.set(token, { person, isRevoked: false });
    return token;
  }

  /** Ends all that a person has given it. */
  forget(person: string): void {
    for (const family of [...this.access.values(), ...this.codes.values()]) {
      if (family.person === person) family.isRevoked = true;
    }
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await once(this.server.close(), 'close');
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', this.issuer);
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const [, person] = /^\/as\/(.+)$/.exec(url.pathname) ?? [];
    if (person !== undefined) {
      return void response.setHeader('set-cookie', `person=${person}; path=/`).end();
    }
    if (url.pathname === '/authorize') {
      return void response.writeHead(302, { location: this.authorize(url, request) }).end();
    }
    const isAboutTokens = url.pathname === '/token';
    if (isAboutTokens) this.counts.asked += 1;
    if (this.isAway) return void response.writeHead(503).end();
    const form = new URLSearchParams(body);
    const { status, body: json } = isAboutTokens
      ? this.token(request, form)
      : this.other(url.pathname, request, form);
    if (isAboutTokens) {
      await this.gate;
      if (this.lostAnswers > 0) {
        this.lostAnswers -= 1;
        return void request.socket.destroy();
      }
    }
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  }

  private authorize({ searchParams: asked }: URL, { headers }: IncomingMessage): string {
    const [, person = 'ann'] = /person=([^;]+)/.exec(headers.cookie ?? '') ?? [];
    const uri = asked.get('redirect_uri') ?? '';
    const code = random('code');
    const [challenge, nonce] = [asked.get('code_challenge') ?? '', asked.get('nonce') ?? ''];
    this.codes.set(code, { person, uri, challenge, nonce, isRevoked: false });
    const back = new URL(uri);
    back.searchParams.set('code', code);
    back.searchParams.set('state', asked.get('state') ?? '');
    return back.href;
  }

  private token({ headers }: IncomingMessage, form: URLSearchParams): Answer {
    this.lastForm = form;
    const [, basic = ''] = /^Basic (.+)$/.exec(headers.authorization ?? '') ?? [];
    const pair = decodeURIComponent(Buffer.from(basic, 'base64').toString());
    if (pair !== `${SERVICE_CLIENT_ID}:${SERVICE_CLIENT_SECRET}`) {
      return refusal('invalid_client', 401);
    }
    switch (form.get('grant_type')) {
      case 'authorization_code':
        return this.redeem(form);
      case 'refresh_token':
        return this.renew(form.get('refresh_token') ?? '');
      case 'urn:ietf:params:oauth:grant-type:token-exchange':
        return this.exchange(form.get('subject_token') ?? '');
      case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
        return form.get('requested_token_use') === 'on_behalf_of'
          ? this.exchange(form.get('assertion') ?? '')
          : refusal('invalid_request');
      default:
        return refusal('unsupported_grant_type');
    }
  }

  private redeem(form: URLSearchParams): Answer {
    const code = this.codes.get(form.get('code') ?? '');
    this.codes.delete(form.get('code') ?? '');
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (code === undefined || code.uri !== form.get('redirect_uri') || code.challenge !== proof) {
      return refusal('invalid_grant');
    }
    return this.tokens(code, code.nonce);
  }

  private renew(token: string): Answer {
    const found = this.refresh.get(token);
    if (found === undefined || found.family.isRevoked) return refusal('invalid_grant');
    found.uses += 1;
    if (found.uses > 1) this.counts.reused += 1;
    if (found.uses > (this.isLenient ? 2 : 1)) {
      found.family.isRevoked = true;
      return refusal('invalid_grant');
    }
    this.counts.refreshed += 1;
    return this.tokens(found.family);
  }

  private exchange(token: string): Answer {
    const family = this.access.get(token);
    if (family === undefined || family.isRevoked) return refusal('invalid_grant');
    this.counts.exchanged += 1;
    const access = this.accessTokenOf(family);
    const more = { issued_token_type: 'urn:ietf:params:oauth:token-type:access_token' };
    return { status: 200, body: { ...access, ...more } };
  }

  private tokens(family: Family, nonce?: string): Answer {
    const refresh = random('refresh');
    this.given.push(refresh);
    this.refresh.set(refresh, { family, uses: 0 });
    const now = { iat: inSeconds(0), exp: inSeconds(300) };
    const claims = { iss: this.issuer, aud: SERVICE_CLIENT_ID, sub: family.person, nonce, ...now };
    const id = nonce === undefined ? {} : { id_token: jws(claims, { key: this.key }) };
    return { status: 200, body: { ...this.accessTokenOf(family), refresh_token: refresh, ...id } };
  }

  private accessTokenOf(family: Family): object {
    const access = random('access');
    this.given.push(access);
    this.access.set(access, family);
    return { access_token: access, token_type: 'Bearer', expires_in: this.lifetime };
  }

  private other(path: string, { headers }: IncomingMessage, form: URLSearchParams): Answer {
    const { issuer } = this;
    if (path === '/keys') return { status: 200, body: { keys: [jwkOf(this.key)] } };
    if (path === '/revoke') {
      this.counts.revoked += 1;
      const family = this.refresh.get(form.get('token') ?? '')?.family;
      if (family !== undefined) family.isRevoked = true;
      return { status: 200, body: {} };
    }
    if (path === '/me') {
      const family = this.access.get(headers.authorization?.slice('Bearer '.length) ?? '');
      if (family === undefined || family.isRevoked) return refusal('invalid_token', 401);
      return { status: 200, body: { person: family.person } };
    }
    if (path !== '/.well-known/openid-configuration') return refusal('not_found', 404);
    const body = {
      ...{ issuer, jwks_uri: `${issuer}/keys`, authorization_endpoint: `${issuer}/authorize` },
      ...{ token_endpoint: `${issuer}/token`, revocation_endpoint: `${issuer}/revoke` },
      ...{ subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['ES256'] },
      response_types_supported: ['code'],
    };
    return { status: 200, body };
  }
}

const random = (kind: string): string => `fake-${kind}-${randomBytes(24).toString('base64url')}`;
