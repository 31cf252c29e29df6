import { request } from 'node:http';
import { SystemClock } from '@repo/foundation';
import { Prompt, Resource, Tool } from '@repo/mcp-core';
import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernTransport,
} from '@modelcontextprotocol/client';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { Injectable, Module } from '@nestjs/common';
import { RawClient } from '../http/raw-client.fixture';
import { TestApi, textOf } from '../testing/api.fixture';

@Injectable()
class Limited {
  @Tool({ name: 'mail', description: 'Sends a mail.', rateLimit: '2/min' })
  mail() {
    return 'sent';
  }

  @Prompt({ name: 'draft', description: 'Drafts.', rateLimit: '1/h' })
  draft() {
    return 'Draft it.';
  }

  @Resource({ name: 'report', description: 'Reports.', uri: 'a://report', rateLimit: '1/day' })
  report() {
    return 'all well';
  }
}

@Module({ providers: [Limited] })
class LimitedModule {}

const KEY = 'a-key-for-tests-with-enough-characters';
let api: TestApi;
const apis = new Map<string, TestApi>();

/** Takes the api with these settings: one for all tests that want the same. */
async function start(environment: Record<string, string>): Promise<void> {
  const name = JSON.stringify(environment);
  const settings = { AUDIT: 'off', API_KEY: KEY, ...environment };
  api = apis.get(name) ?? (await TestApi.start(settings, LimitedModule));
  apis.set(name, api);
}

beforeAll(() => {
  // No window ends while a test runs, however busy the machine is.
  jest.spyOn(SystemClock.prototype, 'now').mockReturnValue(Date.now());
});
afterAll(async () => {
  await Promise.all([...apis.values()].map((each) => each.stop()));
  jest.restoreAllMocks();
});

const whoami = (headers: Record<string, string> = {}) => api.call('whoami', {}, { headers });

async function statuses(times: number, send: () => Promise<Response>): Promise<number[]> {
  const found: number[] = [];
  for (let sent = 0; sent < times; sent += 1) found.push((await send()).status);
  return found;
}

describe('a caller who sends large bodies', () => {
  const large = (characters: number) =>
    api.call('whoami', { more: 'x'.repeat(characters) }).then(({ status }) => status);

  it('has used up its requests the sooner: each 64 Ki characters count as one', async () => {
    await start({ RATE_LIMIT_REQUESTS: '20', RATE_LIMIT_WINDOW: '29s' });
    expect(await statuses(2, whoami)).toEqual([200, 200]);
    expect(await large(1_000_000)).toBe(200);
    expect(await large(1_000_000)).toBe(429);
    expect((await whoami()).status).toBe(200);
    expect((await whoami()).status).toBe(429);
  });

  it('may send one all the same, in a window of its own', async () => {
    await start({ RATE_LIMIT_REQUESTS: '5', RATE_LIMIT_WINDOW: '28s' });
    expect(await large(1_000_000)).toBe(200);
    expect((await whoami()).status).toBe(429);
  });
});

describe('a caller who sends too many requests', () => {
  it('is told in JSON-RPC when to come back', async () => {
    await start({ RATE_LIMIT_REQUESTS: '2', RATE_LIMIT_WINDOW: '30s' });
    expect(await statuses(2, whoami)).toEqual([200, 200]);
    const answer = await whoami();
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('30');
    expect(answer.headers.get('ratelimit')).toBe('"requests";r=0;t=30');
    expect(answer.headers.get('ratelimit-policy')).toBe('"requests";q=2;w=30');
    expect(await answer.json()).toEqual({
      jsonrpc: '2.0',
      error: {
        code: -32600,
        message: 'Too many requests: 2 are allowed in 30 s. Try again in 30 s.',
        data: { retryAfter: 30 },
      },
    });
  });

  it('is counted as who it is, wherever it calls from, and apart from others', async () => {
    await start({ RATE_LIMIT_REQUESTS: '2', MCP_AUTH: 'optional' });
    const signedIn = () => whoami({ authorization: `Bearer ${KEY}` });
    const withToken = (subject: string) =>
      whoami({
        authorization: `Bearer ${api.sign({ clientId: 'app', scopes: [], subject, lifetime: 600 })}`,
      });
    expect(await statuses(3, whoami)).toEqual([200, 200, 429]);
    expect(await statuses(3, signedIn)).toEqual([200, 200, 429]);
    expect(await statuses(3, () => withToken('ada'))).toEqual([200, 200, 429]);
    expect(await statuses(1, () => withToken('bob'))).toEqual([200]);
  });

  it('is refused before it has sent its body', async () => {
    await start({ RATE_LIMIT_REQUESTS: '1' });
    await whoami();
    const status = await new Promise((resolve, reject) => {
      const upload = request(`${api.url}/mcp`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': 1_000_000 },
      });
      upload.once('response', (answer) => {
        resolve(answer.statusCode);
        upload.destroy();
      });
      upload.once('error', reject);
      upload.flushHeaders();
    });
    expect(status).toBe(429);
  });

  it('is cut off where its body is long, and not where it is short', async () => {
    await start({ RATE_LIMIT_REQUESTS: '1' });
    await whoami();
    const client = await RawClient.connect(api.port);
    const send = (length: number, body: string) =>
      client.send(
        `POST /mcp HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${length}\r\n\r\n${body}`,
      );
    send(5, 'short');
    send(1_000_000, 'the rest of it never comes');
    await client.closed();
    const answered = [...client.answer.matchAll(/HTTP\/1\.1 (\d+) /g)];
    expect(answered.map(([, status]) => status)).toEqual(['429', '429']);
    expect(client.answer.match(/^connection: close/gim)).toHaveLength(1);
  });

  it('is counted for each message of a batch, and refused with all of it', async () => {
    await start({ RATE_LIMIT_REQUESTS: '8' });
    const params = { capabilities: {}, clientInfo: { name: 'test', version: '0' } };
    const send = (body: object, session?: string) =>
      api.fetch('/mcp', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          ...(session === undefined ? {} : { 'mcp-session-id': session }),
        },
        body: JSON.stringify(body),
      });
    const ping = { jsonrpc: '2.0', id: 1, method: 'ping' };
    const opened = await send({
      ...ping,
      method: 'initialize',
      params: { ...params, protocolVersion: '2025-03-26' },
    });
    const session = opened.headers.get('mcp-session-id') ?? '';
    expect((await send(Array(5).fill(ping), session)).status).toBe(200);
    const refused = await send(Array(3).fill(ping), session);
    expect(refused.status).toBe(429);
    expect(await refused.text()).toContain('8 are allowed in 60 s');
    expect((await send(ping, session)).status).toBe(200);
    expect((await send(ping, session)).status).toBe(429);
  });

  it('gains nothing by forged addresses', async () => {
    await start({ RATE_LIMIT_REQUESTS: '3' });
    let sent = 0;
    const forged = () => {
      const address = `203.0.113.${(sent += 1)}`;
      return whoami({
        'x-forwarded-for': address,
        'x-real-ip': address,
        'cf-connecting-ip': address,
        forwarded: `for=${address}`,
      });
    };
    expect(await statuses(5, forged)).toEqual([200, 200, 200, 429, 429]);
  });

  it('is told apart by what a trusted proxy says, IPv6 by the /64', async () => {
    await start({ RATE_LIMIT_REQUESTS: '1', TRUSTED_PROXIES: 'loopback' });
    const from = (address: string) => whoami({ 'x-forwarded-for': address });
    expect((await from('203.0.113.1')).status).toBe(200);
    expect((await from('203.0.113.1')).status).toBe(429);
    expect((await from('192.0.2.66, 203.0.113.1')).status).toBe(429);
    expect((await from('203.0.113.2')).status).toBe(200);
    expect((await from('2001:db8:1:1::1')).status).toBe(200);
    expect((await from('2001:db8:1:1:ffff::2')).status).toBe(429);
    expect((await from('2001:db8:1:2::1')).status).toBe(200);
  });

  it('can read when to come back in a page of an allowed origin', async () => {
    await start({ RATE_LIMIT_REQUESTS: '1' });
    await whoami();
    const answer = await whoami({ origin: 'http://localhost' });
    expect(answer.status).toBe(429);
    expect(answer.headers.get('access-control-expose-headers')).toMatch(/retry-after, ratelimit/);
  });

  it('learns so in an official client of each era', async () => {
    await start({ RATE_LIMIT_REQUESTS: '6' });
    const url = new URL(`${api.url}/mcp`);
    const legacy = new Client({ name: 'test', version: '0' });
    await legacy.connect(new StreamableHTTPClientTransport(url));
    const modern = new ModernClient({ name: 'test', version: '0' });
    await modern.connect(new ModernTransport(url));
    await statuses(6, whoami);
    await expect(legacy.listTools()).rejects.toThrow(/Too many requests|429/);
    await expect(modern.listTools()).rejects.toThrow(/Too many requests|429/);
    await Promise.all([legacy.close(), modern.close()]);
  });
});

describe('the admin API', () => {
  it('has the same limit, and says so as a problem', async () => {
    await start({ RATE_LIMIT_REQUESTS: '1' });
    const look = () => api.fetch('/admin/audit', { headers: { 'x-api-key': KEY } });
    expect((await look()).status).toBe(200);
    const answer = await look();
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ status: 429, title: 'Too Many Requests' });
  });
});

describe('a tool, prompt or resource with a limit of its own', () => {
  it('is refused to one caller alone, with the id of the call', async () => {
    await start({});
    expect(await textOf(await api.call('mail'))).toBe('sent');
    await api.call('mail');
    const refused = await api.call('mail');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('ratelimit-policy')).toBe('"mail";q=2;w=60');
    expect(await refused.json()).toMatchObject({
      id: 1,
      error: { code: -32600, message: expect.stringMatching(/^Too many calls of mail: 2 /) },
    });
    const other = await api.call('mail', {}, { headers: { 'x-api-key': KEY } });
    expect(await textOf(other)).toBe('sent');
    expect((await whoami()).status).toBe(200);
  });

  it('is refused in the legacy era, to an official client', async () => {
    await start({});
    const client = new Client({ name: 'test', version: '0' });
    await client.connect(new StreamableHTTPClientTransport(new URL(`${api.url}/mcp`)));
    await client.getPrompt({ name: 'draft' });
    await expect(client.getPrompt({ name: 'draft' })).rejects.toThrow(/Too many calls of draft/);
    await client.readResource({ uri: 'a://report' });
    await expect(client.readResource({ uri: 'a://report' })).rejects.toThrow(
      /Too many calls of report/,
    );
    await client.close();
  });

  it('is counted under its outcome', async () => {
    await start({});
    const counted = async () => {
      const metrics = await (await api.fetch('/metrics')).text();
      const line =
        /^mcp_requests_total\{method="tools\/call",status="rate_limited",tool="mail"\} (\d+)$/m;
      return Number(line.exec(metrics)?.[1] ?? 0);
    };
    const before = await counted();
    const token = api.sign({ clientId: 'counted', scopes: [], lifetime: 600 });
    const headers = { authorization: `Bearer ${token}` };
    for (let sent = 0; sent < 3; sent += 1) await api.call('mail', {}, { headers });
    expect(await counted()).toBe(before + 1);
  });
});

describe('a client with a daily quota', () => {
  it('may make so many calls, all its users together, and still look around', async () => {
    await start({ RATE_LIMIT_DAILY: '2' });
    const as = (subject: string) => ({
      authorization: `Bearer ${api.sign({ clientId: 'app', scopes: [], subject, lifetime: 600 })}`,
    });
    expect((await whoami(as('ada'))).status).toBe(200);
    expect((await whoami(as('bob'))).status).toBe(200);
    const refused = await whoami(as('ada'));
    expect(refused.status).toBe(429);
    expect(refused.headers.get('ratelimit-policy')).toBe('"daily";q=2;w=86400');
    expect(await refused.text()).toContain('The quota of 2 calls in a day (UTC) is used up.');
    expect((await whoami()).status).toBe(200);
  });
});
