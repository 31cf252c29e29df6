import { TestServer } from './testing/test-server';
import { testServerOptions } from './testing/test-server-options';
import { ApiFeatures } from './testing/features.fixture';

const SECRET = 'a secret that all servers of a platform share, long enough for production';

describe('two servers of one platform', () => {
  const servers: TestServer[] = [];
  beforeAll(async () => {
    for (const name of ['shop', 'reports']) {
      const options = { ...testServerOptions([ApiFeatures]), name, title: `The ${name}` };
      servers.push(await TestServer.start(options, { JWT_SECRET: SECRET }));
    }
  });
  afterAll(() => Promise.all(servers.map((server) => server.stop())));

  it('have each its own name, for clients and for people', async () => {
    const names = servers.map(async (server) => {
      const client = await server.connect('modern');
      const { title } = (await (await server.fetch('/')).json()) as { title: string };
      const { info } = (await (await server.fetch('/openapi.json')).json()) as {
        info: { title: string };
      };
      return [client.getServerVersion()?.name, title, info.title];
    });
    expect(await Promise.all(names)).toEqual([
      ['shop', 'The shop', 'The shop'],
      ['reports', 'The reports', 'The reports'],
    ]);
  });

  it('refuse tokens of each other, which are for another address', async () => {
    const [shop, reports] = servers as [TestServer, TestServer];
    const token = shop.sign({ clientId: 'ci', scopes: [], lifetime: 60 });
    const headers = { authorization: `Bearer ${token}` };
    const statuses = [shop, reports].map(
      async (server) =>
        (await server.call('whoami', {}, { path: '/mcp/protected', headers })).status,
    );
    expect(await Promise.all(statuses)).toEqual([200, 401]);
  });
});
