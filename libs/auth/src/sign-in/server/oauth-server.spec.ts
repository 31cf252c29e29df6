import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadConfig } from '@repo/config';
import { OwnKeys } from '../../keys/own-keys';
import { oauthServer } from './oauth-server';
import { Seal } from './seal';

const ORIGIN = 'https://mcp.example.com';
const CLIENT = 'https://client.example.com/client.json';
const REDIRECT_URI = 'https://client.example.com/callback';
const DOCUMENT = {
  ...{ client_id: CLIENT, client_name: 'A client', redirect_uris: [REDIRECT_URI] },
  ...{ token_endpoint_auth_method: 'none', grant_types: ['authorization_code', 'refresh_token'] },
};

describe('a client whose id is the address of its document', () => {
  let server: Server | undefined;
  afterEach(async () => {
    server?.closeAllConnections();
    if (server?.listening === true) await once(server.close(), 'close');
  });

  /** How a request to authorize a client is answered. @param document undefined: it is fetched */
  async function authorize(client: string, document?: object, hosts?: string[]) {
    const { Provider } = await import('oidc-provider');
    const { auth, signIn } = loadConfig({ JWT_SECRET: 'a secret of a test' });
    const kept = { save: jest.fn(), find: jest.fn(), count: jest.fn(), prolong: jest.fn() };
    const adapter = () => ({
      ...{ upsert: jest.fn(), find: jest.fn(), findByUid: jest.fn(), findByUserCode: jest.fn() },
      ...{ consume: jest.fn(), destroy: jest.fn(), revokeByGrantId: jest.fn() },
    });
    const configuration = await oauthServer({
      ...{
        auth,
        signing: new OwnKeys(auth).signing!,
        origin: ORIGIN,
        seal: new Seal(auth, signIn),
      },
      settings: {
        ...{ clients: [], sessionDays: 14 },
        registration: { dynamic: true, metadataDocuments: true, ...(hosts && { hosts }) },
      },
      resources: { first: `${ORIGIN}/mcp`, includes: () => true } as never,
      people: { find: jest.fn() } as never,
      records: { ...kept, adapter } as never,
      seen: { take: jest.fn() } as never,
      errorPage: (_context, error) => (error as { error?: string }).error ?? error.message,
    });
    const provider = new Provider(ORIGIN, {
      ...configuration,
      ...(document && { fetch: () => Promise.resolve(Response.json(document)) }),
    });
    provider.proxy = true;
    const listener = provider.callback();
    server = createServer((request, response) => void listener(request, response));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const asked = new URLSearchParams({
      ...{ client_id: client, response_type: 'code', redirect_uri: REDIRECT_URI },
      ...{ code_challenge: 'a'.repeat(43), code_challenge_method: 'S256' },
    });
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'mcp.example.com' };
    const url = `http://127.0.0.1:${port}/oauth/authorize?${asked.toString()}`;
    const answer = await fetch(url, { headers, redirect: 'manual' });
    return { status: answer.status, text: await answer.text() };
  }

  it('is taken by its document', async () => {
    expect(await authorize(CLIENT, DOCUMENT)).toMatchObject({ status: 303 });
  });

  it('is taken with scopes that this server knows nothing of', async () => {
    const document = { ...DOCUMENT, scope: 'invoices:read' };
    expect(await authorize(CLIENT, document)).toMatchObject({ status: 303 });
  });

  it.each([
    ['of another id', { ...DOCUMENT, client_id: 'https://other.example.com/' }],
    ['with a secret', { ...DOCUMENT, client_secret: 'x' }],
    ['without this address', { ...DOCUMENT, redirect_uris: ['https://client.example.com/other'] }],
    ['of another form', []],
  ])('is refused with a document %s', async (_what, document) => {
    expect(await authorize(CLIENT, document)).toMatchObject({ status: 400 });
  });

  it('is refused where the settings do not name its host', async () => {
    const hosts = ['trusted.example.com'];
    expect(await authorize(CLIENT, DOCUMENT, hosts)).toMatchObject({ status: 400 });
    await once(server!.close(), 'close');
    expect(await authorize(CLIENT, DOCUMENT, ['client.example.com'])).toMatchObject({
      status: 303,
    });
  });

  it.each([
    ['no TLS', 'http://client.example.com/client.json'],
    ['user information', 'https://a@client.example.com/client.json'],
    ['an address inside', 'https://127.0.0.1:1/client.json'],
  ])('is refused with %s', async (_what, client) => {
    expect(await authorize(client)).toMatchObject({ status: 400 });
  });
});
