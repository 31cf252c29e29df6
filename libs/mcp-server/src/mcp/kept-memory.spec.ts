import { eventually } from '@repo/foundation/testing';
import { McpHost, McpHttpHost } from '@repo/mcp-core';
import { post, RawClient } from '../http/raw-client.fixture';
import { TestApi } from '../testing/api.fixture';
import { keptBytes } from '../testing/heap.fixture';
import { Held, HeldModule } from './held.fixture';

const MIB = 1024 * 1024;
const MANY = 20;
const REVISION = '2026-07-28';
const _meta = {
  'io.modelcontextprotocol/protocolVersion': REVISION,
  'io.modelcontextprotocol/clientCapabilities': {},
};

let api: TestApi;
beforeAll(async () => {
  Held.renew();
  const room = { MAX_REQUEST_BYTES: '4mb', RATE_LIMIT_REQUESTS: '1000000' };
  api = await TestApi.start({ AUDIT: 'off', LOG_LEVEL: 'fatal', ...room }, HeldModule);
});
afterAll(async () => {
  Held.release();
  await api.stop();
});

/** Sends many requests, each over its own connection, and measures what is kept while they last. */
async function keptBy(request: string, until: () => boolean): Promise<number> {
  const clients = [];
  for (let sent = 0; sent < MANY; sent += 1) clients.push(await RawClient.connect(api.port, false));
  const before = await keptBytes();
  for (const client of clients) client.send(request);
  await eventually(() => expect(until()).toBe(true));
  const kept = (await keptBytes()) - before;
  for (const client of clients) client.leave();
  return kept;
}

function modern(method: string, params: object, headers: Record<string, string> = {}): string {
  return post(
    { jsonrpc: '2.0', id: 1, method, params: { ...params, _meta } },
    { 'mcp-protocol-version': REVISION, 'mcp-method': method, ...headers },
  );
}

describe('what is kept of a request while it lasts', () => {
  it.each([
    ['beside the filter', { filler: 'x'.repeat(2 * MIB), notifications: {} }],
    ['in the filter', { notifications: { filler: ['x'.repeat(2 * MIB)] } }],
    ['as many small things', { notifications: {}, filler: Array(60_000).fill(0) }],
  ])('is of a subscription its filter alone, not what stands %s', async (_where, params) => {
    const host = api.get(McpHttpHost);
    const request = modern('subscriptions/listen', params);
    const kept = await keptBy(request, () => host.openSubscriptions === MANY);
    await eventually(() => expect(host.openSubscriptions).toBe(0));
    // What a connection and its stream take themselves.
    expect(kept / MANY).toBeLessThan(MIB / 8);
  });

  it('is of a call its arguments once, and not the text they came in', async () => {
    const { load } = api.get(McpHost);
    const kept = await keptBy(escaped('hold'), () => load.running === MANY);
    await eventually(() => expect(load.running).toBe(0));
    expect(kept / MANY).toBeLessThan(MIB / 2);
  });
});

/** A call whose argument of 256 KiB is six times as long as text. */
function escaped(name: string): string {
  const letters = MIB / 4;
  const whole = modern(
    'tools/call',
    { name, arguments: { filler: 'A'.repeat(letters * 6) } },
    { 'mcp-name': name },
  );
  // The same number of characters: the length in the header stays right.
  return whole.replace('A'.repeat(letters * 6), String.raw`\u0041`.repeat(letters));
}
