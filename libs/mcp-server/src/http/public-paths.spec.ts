import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { PROBLEM_JSON } from '@repo/mcp-edge';
import { TestApi, textOf } from '../testing/api.fixture';

const PUBLIC_PATHS = '/health,/mcp/*,/oauth/*,/.well-known/*';

describe('an api that publishes some paths', () => {
  let api: TestApi;
  beforeAll(async () => (api = await TestApi.start({ PUBLIC_PATHS })));
  afterAll(() => api.stop());

  it.each([
    ...['/admin/clients', '/admin/audit?name=x', '/admin/scaling', '/admin/queues', '/admin'],
    ...['/docs', '/docs/', '/openapi.json', '/metrics', '/', '/nothing', '/healthy', '/mcpx'],
    ...[
      '/health/',
      '/health/other',
      '/%61dmin/clients',
      '//admin/clients',
      '/mcp/../admin/clients',
    ],
    ...['/admin/clients?/mcp/', '/admin/clients#/mcp/', '/admin/clients;/mcp/', '*'],
    ...['http://localhost/admin/clients', '/.well-known/..%2fadmin%2fclients'],
  ])('answers %s as it answers what is not there', async (target) => {
    // Not by fetch, which would send another path than it was given.
    const { head, body } = await raw(api, `GET ${target} HTTP/1.1`);
    expect(head).toMatch(/^HTTP\/1.1 404 /);
    expect(head).toContain(PROBLEM_JSON);
    expect(JSON.parse(body)).toEqual({ title: 'Not Found', status: 404 });
  });

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])(
    'tells no method of what it withholds: %s',
    async (method) => {
      const { head } = await raw(api, `${method} /admin/clients HTTP/1.1`);
      expect(head).toMatch(/^HTTP\/1.1 404 /);
      expect(head).not.toMatch(/^(allow|access-control)/im);
    },
  );

  it('asks nobody to sign in, nor checks a token, before it says so', async () => {
    const headers = { authorization: 'Bearer nonsense' };
    const answer = await api.fetch('/admin/clients', { headers });
    expect(answer.status).toBe(404);
    expect(answer.headers.has('www-authenticate')).toBe(false);
  });

  it.each([
    '/health',
    '/health/live',
    '/health/ready',
    '/.well-known/oauth-protected-resource/mcp',
  ])('serves %s', async (path) => expect((await api.fetch(path)).status).toBe(200));

  it('serves calls', async () => {
    expect(await textOf(await api.call('repeat', { times: 2 }))).toBe('xx');
    expect(api.log.lines.filter(({ msg }) => String(msg).includes('PUBLIC_PATHS'))).toEqual([]);
  });

  it('writes a line of each request that it turns away', async () => {
    await api.fetch('/admin/queues?token=secret');
    const lines = api.log.lines.filter(({ path }) => path === '/admin/queues');
    expect(lines.at(-1)).toMatchObject({ status: 404, method: 'GET' });
  });
});

describe('an api whose PUBLIC_PATHS leave out an endpoint', () => {
  let api: TestApi;
  beforeAll(async () => (api = await TestApi.start({ PUBLIC_PATHS: '/mcp/protected' })));
  afterAll(() => api.stop());

  it('has none there, and says so at the start', async () => {
    expect((await api.call('whoami')).status).toBe(404);
    const lines = api.log.lines.map(({ msg }) => String(msg));
    expect(lines.find((line) => line.includes('PUBLIC_PATHS'))).toMatch(/withhold \/mcp[ ,]/);
  });
});

/** @param line the first of the request, as it stands */
async function raw({ port }: TestApi, line: string) {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.end(`${line}\r\nhost: localhost\r\nconnection: close\r\n\r\n`);
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  return { head, body };
}
