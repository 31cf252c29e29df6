import { once } from 'node:events';
import { connect } from 'node:net';
import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import { TestApi } from '../testing/api.fixture';

/** Sends a request of these very lines from this machine. @returns the status of its answer */
async function statusOf(api: TestApi, lines: readonly string[], version = '1.1'): Promise<number> {
  const socket = connect(api.port, '127.0.0.1');
  const body = '{"name":"stranger","scopes":["*"]}';
  const request = [
    `POST /admin/clients HTTP/${version}`,
    'content-type: application/json',
    `content-length: ${body.length}`,
    'connection: close',
    ...lines,
  ];
  socket.write(`${request.join('\r\n')}\r\n\r\n${body}`);
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk.toString()));
  await once(socket, 'close');
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
}

const HANDED_ON = [
  'forwarded: for=198.51.100.1',
  'x-forwarded-for: 198.51.100.1',
  'x-forwarded-for:',
  'x-forwarded-host: demo.ngrok.app',
  'x-forwarded-proto: https',
  'x-real-ip: 198.51.100.1',
  'x-client-ip: 198.51.100.1',
  'via: 1.1 caddy',
  'cf-connecting-ip: 198.51.100.1',
  'cf-ray: 8f0e',
  'cdn-loop: cloudflare',
  'true-client-ip: 198.51.100.1',
  'fly-client-ip: 198.51.100.1',
  'tailscale-user-login: stranger',
];

describe('the admin API without a token, in development', () => {
  let database: TestDatabase;
  let open: TestApi;
  const others: Record<string, string>[] = [
    { PUBLIC_URL: 'https://demo.ngrok.app' },
    { TRUSTED_PROXIES: 'loopback' },
  ];
  const settings = { ENVIRONMENT: 'development', AUDIT: 'off' };
  beforeAll(async () => {
    database = await withTestDatabase();
    const hosts = { ALLOWED_HOSTS: 'localhost,127.0.0.1,[::1],demo.ngrok.app' };
    open = await TestApi.start({ ...settings, ...hosts, DATABASE_URL: database.url });
  });
  afterAll(async () => {
    await open.stop();
    await database.drop();
  });

  it.each(['localhost', 'localhost:8000', '127.0.0.1:8000', '[::1]:8000'])(
    'is open to whoever sits at this machine, at %s',
    async (host) => {
      const status = await statusOf(open, [`host: ${host}`, 'user-agent: curl/8.5.0']);
      // The first makes the client, and its name is taken for the others.
      expect([201, 409]).toContain(status);
    },
  );

  it.each(HANDED_ON)('is closed to what was handed on: %s', async (line) => {
    expect(await statusOf(open, ['host: localhost', line])).toBe(401);
  });

  it('is closed to a name that is not of this machine, though it is allowed', async () => {
    expect(await statusOf(open, ['host: demo.ngrok.app'])).toBe(401);
  });

  it('is closed to a proxy that tells nothing but its age', async () => {
    expect(await statusOf(open, ['host: 127.0.0.1:8000'], '1.0')).toBe(401);
  });

  it.each(others)('is closed where the settings say that others come: %j', async (setting) => {
    const api = await TestApi.start({ ...settings, ...setting, DATABASE_URL: database.url });
    expect(await statusOf(api, ['host: localhost'])).toBe(401);
    await api.stop();
  });
});
