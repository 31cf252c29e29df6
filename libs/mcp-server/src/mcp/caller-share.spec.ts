import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { eventually } from '@repo/foundation/testing';
import { McpHost, McpHttpHost } from '@repo/mcp-core';
import { post, RawClient } from '../http/raw-client.fixture';
import { UnfinishedBodies } from '../http/unfinished-bodies';
import { TestApi } from '../testing/api.fixture';
import { Held, HeldModule } from './held.fixture';

const MIB = 1024 * 1024;
const REVISION = '2026-07-28';
const KEY = 'a-key-for-tests-with-enough-characters';
const SETTINGS = {
  AUDIT: 'off',
  API_KEY: KEY,
  CALLER_SHARE: '25',
  TRUSTED_PROXIES: 'loopback',
  MAX_CONCURRENT_CALLS: '8',
  MAX_QUEUED_CALLS: '0',
  MAX_SESSIONS: '8',
};

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start(SETTINGS, HeldModule);
});
afterAll(() => api.stop());
beforeEach(() => Held.renew());
afterEach(() => Held.release());

type Headers = Record<string, string>;
const from = (address: string): Headers => ({ 'x-forwarded-for': address });

/** Who is served while one address, and one caller, take all they may. */
const OTHERS: [string, Headers][] = [
  ['another address', from('192.0.2.2')],
  ['a caller at the same address', { ...from('192.0.2.1'), 'x-api-key': KEY }],
];
const ONE = from('192.0.2.1');

const listen = (headers: Headers) => {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': REVISION,
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const params = { notifications: { toolsListChanged: true }, _meta };
  return api.fetch('/mcp', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': REVISION,
      'mcp-method': 'subscriptions/listen',
      ...headers,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'subscriptions/listen', params }),
  });
};

describe('one address that takes all it can get', () => {
  it('has a quarter of the calls that run; the next is told 429 and when to come back', async () => {
    const running = [0, 1].map(() => api.call('hold', {}, { headers: ONE }));
    await eventually(() => expect(api.get(McpHost).load.running).toBe(2));
    const refused = await api.call('whoami', {}, { headers: ONE });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toMatchObject({
      id: 1,
      error: {
        message:
          'Too many calls of one caller at once: 2 are allowed, and none may wait. Try again in 1 s.',
        data: { retryable: true, retryAfter: 1 },
      },
    });
    for (const [, headers] of OTHERS) {
      expect((await api.call('whoami', {}, { headers })).status).toBe(200);
    }
    Held.release();
    for (const answer of running) expect((await answer).status).toBe(200);
    expect((await api.call('whoami', {}, { headers: ONE })).status).toBe(200);
  });

  it('has a quarter of them by batches too', async () => {
    const open = (headers: Headers) => api.initialize(headers);
    const initialize = post(
      {
        jsonrpc: '2.0',
        id: 1,
        method: 'initialize',
        params: {
          protocolVersion: '2025-03-26',
          capabilities: {},
          clientInfo: { name: 'test', version: '0' },
        },
      },
      ONE,
    );
    const client = await RawClient.connect(api.port);
    client.send(initialize);
    await eventually(() => expect(client.answer).toMatch(/mcp-session-id: \S+/i));
    const [, session = ''] = /mcp-session-id: (\S+)/i.exec(client.answer) ?? [];
    const batch = Array.from({ length: 100 }, (_, id) => ({
      jsonrpc: '2.0',
      id,
      method: 'tools/call',
      params: { name: 'hold' },
    }));
    client.send(post(batch, { ...ONE, 'mcp-session-id': session }));
    const { load } = api.get(McpHost);
    await eventually(() => expect(load.running).toBe(2));
    expect((await api.call('whoami', {}, { headers: from('192.0.2.2') })).status).toBe(200);
    Held.release();
    await eventually(() => expect(load.running).toBe(0));
    expect(await open(from('192.0.2.3'))).not.toBe('');
  });

  it('has a quarter of the streams, in both eras', async () => {
    const session = await api.initialize(ONE);
    const stream = { accept: 'text/event-stream', 'mcp-session-id': session, ...ONE };
    const open = [await listen(ONE), await api.fetch('/mcp', { headers: stream })];
    expect(open.map(({ status }) => status)).toEqual([200, 200]);
    for (const refused of [await listen(ONE), await api.fetch('/mcp', { headers: stream })]) {
      expect(refused.status).toBe(429);
      expect(refused.headers.get('retry-after')).toBe('5');
      expect(await refused.text()).toContain('Too many open streams of one caller: 2 are allowed.');
    }
    for (const [, headers] of OTHERS) open.push(await listen(headers));
    expect(open.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    for (const { body } of open) await body?.cancel();
    await eventually(() => expect(api.get(McpHttpHost).openSubscriptions).toBe(0));
    const again = await listen(ONE);
    expect(again.status).toBe(200);
    await again.body?.cancel();
  });

  it('has a quarter of the sessions, and ends none of others', async () => {
    const others = await Promise.all(OTHERS.map(([, headers]) => api.initialize(headers)));
    const own = [];
    for (let opened = 0; opened < 8; opened += 1) own.push(await api.initialize(ONE));
    const status = async (session: string, headers: Headers) => {
      const message = { jsonrpc: '2.0', id: 1, method: 'ping' };
      const answer = await api.fetch('/mcp', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          'mcp-session-id': session,
          ...headers,
        },
        body: JSON.stringify(message),
      });
      return answer.status;
    };
    for (const [index, [, headers]] of OTHERS.entries()) {
      expect(await status(others[index]!, headers)).toBe(200);
    }
    expect(await status(own.at(-1)!, ONE)).toBe(200);
    expect(await status(own.at(-3)!, ONE)).toBe(404);
  });
});

describe('bodies that are under way', () => {
  const unfinished = (headers: Headers, path = '/mcp') =>
    [
      `POST ${path} HTTP/1.1`,
      'host: localhost',
      'content-type: application/json',
      'accept: application/json, text/event-stream',
      `content-length: ${MIB}`,
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
      '',
      ' '.repeat(MIB - 1),
    ].join('\r\n');

  it.each(['/mcp', '/things'])('are of one address a quarter, at %s', async (path) => {
    // A quarter of 64 MiB is 16 MiB.
    const clients: RawClient[] = [];
    while (clients.length < 17) clients.push(await RawClient.connect(api.port));
    for (const client of clients) client.send(unfinished(ONE, path));
    const refusedOnes = () => clients.filter(({ answer }) => answer.includes('bytes are allowed'));
    await eventually(() => expect(refusedOnes()).not.toEqual([]));
    const [refused] = refusedOnes() as [RawClient];
    expect(refused.answer).toMatch(/^HTTP\/1.1 429 [^]*retry-after: 1\r\n/i);
    expect(refused.answer).toContain('16777216 bytes are allowed');

    // Whole bodies are taken all the same, and those of others.
    expect((await api.call('whoami', {}, { headers: ONE })).status).toBe(200);
    const other = await RawClient.connect(api.port);
    other.send(`${unfinished(from('192.0.2.2'), path)} `);
    await eventually(() => expect(other.answer).toMatch(/^HTTP\/1.1 400 /));

    for (const client of clients) client.leave();
    await eventually(() => expect(api.get(UnfinishedBodies).size).toBe(0));
  });
});

describe('connections', () => {
  it('are of one address a quarter, and of a trusted proxy as many as there may be', async () => {
    const settings = { ...SETTINGS, AUDIT: 'off', MAX_CONNECTIONS: '8' };
    const own = await TestApi.start({ ...settings, TRUSTED_PROXIES: '10.0.0.0/8' }, HeldModule);
    const proxied = await TestApi.start(settings, HeldModule);
    try {
      expect(await open(own.port, 4)).toBe(2);
      expect(await open(proxied.port, 4)).toBe(4);
    } finally {
      await Promise.all([own.stop(), proxied.stop()]);
    }
  });
});

/** Opens connections one after the other. @returns how many of them are served */
async function open(port: number, count: number): Promise<number> {
  const sockets: Socket[] = [];
  let served = 0;
  for (let opened = 0; opened < count; opened += 1) {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    sockets.push(socket);
    socket.write('GET /health/live HTTP/1.1\r\nhost: localhost\r\n\r\n');
    const [chunk] = (await Promise.race([once(socket, 'data'), once(socket, 'close')])) as [
      unknown,
    ];
    if (Buffer.isBuffer(chunk)) served += 1;
  }
  for (const socket of sockets) socket.destroy();
  return served;
}
