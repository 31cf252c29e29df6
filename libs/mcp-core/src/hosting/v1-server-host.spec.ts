import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import type { HttpReply } from '../transports/http/http-message';
import { V1ServerHost } from './v1-server-host';

let made = 0;

/** As a company may have it today, knowing nothing of this platform. */
function createServer(): McpServer {
  const number = ++made;
  const server = new McpServer({ name: 'existing', version: '1.0.0' });
  server.registerTool(
    'number',
    { description: 'Its number.', inputSchema: { add: z.number() } },
    ({ add }) => ({
      content: [{ type: 'text', text: String(number + add) }],
    }),
  );
  return server;
}

const initialize = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'c', version: '1' },
  },
};
const call = {
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'number', arguments: { add: 10 } },
};

describe('a server written with the SDK of version 1', () => {
  let host: V1ServerHost;
  beforeEach(() => {
    made = 0;
    host = new V1ServerHost({ path: '/existing/mcp', create: createServer });
  });
  afterEach(() => host.onModuleDestroy());

  const send = (method: string, body: unknown, sessionId?: string, clientId?: string) =>
    host.handle({
      method,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...(sessionId === undefined ? {} : { 'mcp-session-id': sessionId }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      auth: clientId === undefined ? undefined : { token: '', clientId, scopes: [] },
      onDisconnect: () => undefined,
    });
  const sessionOf = ({ headers }: HttpReply) => headers['mcp-session-id'];
  const textOf = async ({ body }: HttpReply) => {
    let text = '';
    for await (const chunk of body as AsyncIterable<Uint8Array>)
      text += Buffer.from(chunk).toString();
    return text;
  };

  it('is served unchanged, one server to a session', async () => {
    const [first, second] = [
      sessionOf(await send('POST', initialize)),
      sessionOf(await send('POST', initialize)),
    ];
    expect(await textOf(await send('POST', call, second))).toContain('"text":"12"');
    expect(await textOf(await send('POST', call, first))).toContain('"text":"11"');
  });

  it('ends its session when the client gives it back', async () => {
    const id = sessionOf(await send('POST', initialize));
    expect((await send('DELETE', undefined, id)).status).toBe(200);
    expect((await send('POST', call, id)).status).toBe(404);
  });

  it('is not made for anything but a new session', async () => {
    expect((await send('POST', call)).status).toBe(400);
    expect((await send('GET', undefined)).status).toBe(400);
    expect((await send('POST', call, 'made-up')).status).toBe(404);
    expect(made).toBe(0);
  });

  it('keeps a session from everybody but its principal', async () => {
    const id = sessionOf(await send('POST', initialize, undefined, 'ann'));
    expect((await send('POST', call, id, 'bob')).status).toBe(404);
    expect((await send('POST', call, id, 'ann')).status).toBe(200);
  });

  it.each([
    ['icon', { clientInfo: { name: 'c', version: '1', icons: [{ src: 'x'.repeat(20_000) }] } }],
    ['list', { capabilities: { experimental: { a: Array(1_000).fill([]) } } }],
  ])('keeps no large %s of initialize: the session is refused', async (_what, large) => {
    const params = { ...initialize.params, ...large };
    const refused = await send('POST', { ...initialize, params });
    expect(refused.body).toContain('allowed');
    expect(sessionOf(refused)).toBeUndefined();
    expect(made).toBe(0);
  });
});
