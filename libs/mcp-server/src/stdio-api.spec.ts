import { Spawned } from './testing/spawned.fixture';

const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'test', version: '0' },
  },
};
const ping = { jsonrpc: '2.0', id: 2, method: 'ping' };

describe('the api on stdio', () => {
  it('writes nothing but the protocol to stdout, and ends with its input', async () => {
    const api = new Spawned('testing/main.fixture.ts', ['--stdio'], { LOG_LEVEL: 'debug' });
    api.send(initialize, ping);
    await api.output(/"id":2/);
    api.endInput();
    expect(await api.ended).toBe(0);

    const messages = api.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(messages).toEqual([
      expect.objectContaining({ jsonrpc: '2.0', id: 1 }),
      expect.objectContaining({ jsonrpc: '2.0', id: 2 }),
    ]);
    expect(api.stderr).toContain('"msg":"mcp request"');
  });

  it('ends by a signal too', async () => {
    const api = new Spawned('testing/main.fixture.ts', ['--stdio'], {});
    api.send(initialize);
    await api.output(/serverInfo/);
    api.kill('SIGTERM');
    expect(await api.ended).toBe(0);
  });

  it('serves no other server than those that there are', async () => {
    const api = new Spawned('testing/main.fixture.ts', ['--stdio', '--server', 'shop'], {});
    expect(await api.ended).not.toBe(0);
    expect(api.stderr).toMatch(/There is no server .+shop.+ These are served/);
    expect(api.stdout).toBe('');
  });

  it('needs no database', async () => {
    const nowhere = 'postgres://nobody@127.0.0.1:9/app';
    const api = new Spawned('testing/main.fixture.ts', ['--stdio'], { DATABASE_URL: nowhere });
    api.send(initialize, ping);
    await api.output(/"id":2/);
    api.endInput();
    expect(await api.ended).toBe(0);
  });
});
