import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inSeconds, jwkOf, jws, testKey, type JwsOptions, type TestKey } from './jws';

/** How a provider answers. `slow` never ends, and begins at once. */
export type Behaviour = 'well' | 'slow' | 'huge' | 'failing' | 'redirecting' | 'answering HTML';

/** An identity provider with generated keys, over HTTP: discovery, keys, and tokens of any kind. */
export class FakeIdentityProvider {
  behaviour: Behaviour = 'well';
  /** Changes of the metadata. */
  metadata: Record<string, unknown> = {};
  /** Paths asked for, in their order. */
  readonly asked: string[] = [];

  private constructor(
    private readonly server: Server,
    public keys: TestKey[],
  ) {}

  /** @param keys those of another one for all tests of a file, since a key of RSA takes its time */
  static async start(keys = [testKey('RS256', 'first')]): Promise<FakeIdentityProvider> {
    const server = createServer();
    const provider = new FakeIdentityProvider(server, keys);
    server.on('request', ({ url = '' }, response) => provider.answer(url, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return provider;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/tenant`;
  }

  get jwksUrl(): string {
    return `${this.issuer}/keys`;
  }

  /** How often the keys were asked for. */
  get fetches(): number {
    return this.asked.filter((path) => path.endsWith('/keys')).length;
  }

  /** A good token, but for what is given. */
  token(claims: object = {}, options: JwsOptions = {}): string {
    const { issuer: iss } = this;
    const good = { iss, sub: 'user', client_id: 'client', exp: inSeconds(300), ...claims };
    return jws(good, { key: this.keys[0], ...options });
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private answer(path: string, response: ServerResponse): void {
    this.asked.push(path);
    const { issuer, jwksUrl } = this;
    const json = (value: unknown) => response.end(JSON.stringify(value));
    if (path === '/tenant/.well-known/openid-configuration') {
      return void json({ issuer, jwks_uri: jwksUrl, ...this.metadata });
    }
    if (path !== '/tenant/keys') return void response.writeHead(404).end();
    switch (this.behaviour) {
      case 'well':
        return void json({ keys: this.keys.map((key) => jwkOf(key)) });
      case 'slow':
        return void response.write('{"keys":');
      case 'huge':
        return void json({ keys: this.keys.map((key) => jwkOf(key)), more: 'x'.repeat(70_000) });
      case 'failing':
        return void response.writeHead(500).end();
      case 'redirecting':
        return void response.writeHead(302, { location: `${issuer}/elsewhere` }).end();
      case 'answering HTML':
        return void response.end('<html>');
    }
  }
}
