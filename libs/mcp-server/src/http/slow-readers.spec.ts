import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { McpHttpHost, McpNotifier, Tool, ToolContext } from '@repo/mcp-core';
import { Injectable, Module } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { until } from '@repo/foundation/testing';
import { CallsInFlight } from '../mcp/calls-in-flight';
import { TestApi } from '../testing/api.fixture';
import { post, RawClient } from './raw-client.fixture';

/** Characters of one message of a stream. */
const LONG = 'x'.repeat(65_536);

@Injectable()
class Chatter {
  static ended: Promise<number>;

  @Tool({ name: 'chat', description: 'Talks until nobody listens.' })
  async chat(_: object, context: ToolContext) {
    let said = 0;
    const talking = async () => {
      for (; !context.signal.aborted; said += 1) {
        context.log.info(LONG);
        await nextTurn();
      }
      return said;
    };
    await (Chatter.ended = talking());
    return 'said all';
  }
}

@Module({ providers: [Chatter] })
class ChatterModule {}

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
  'io.modelcontextprotocol/logLevel': 'info',
};

function modern(method: string, params: object, headers: Record<string, string> = {}): string {
  const all = { ...params, _meta: META };
  const body = { jsonrpc: '2.0', id: 1, method, params: all };
  return post(body, {
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': method,
    ...headers,
  });
}

const LISTEN = modern('subscriptions/listen', { notifications: { toolsListChanged: true } });
const CHAT = modern('tools/call', { name: 'chat', arguments: {} }, { 'mcp-name': 'chat' });

let api: TestApi;

/** One api for all tests of a suite. */
function serve(limits: { writeTimeoutMs?: number } = {}): void {
  beforeAll(async () => {
    const environment = { AUDIT: 'off', MAX_RESULT_BYTES: '64MiB' };
    api = await TestApi.start(environment, ChatterModule, limits);
  });
  afterAll(() => api.stop());
}

/** Sends a request over a connection that is never read. @returns the server's end of it */
async function neverRead(request: string): Promise<Socket> {
  const server = api.get(HttpAdapterHost).httpAdapter.getHttpServer() as Server;
  const [[socket], client] = await Promise.all([
    once(server, 'connection') as Promise<[Socket]>,
    RawClient.connect(api.port, false),
  ]);
  client.send(request);
  return socket;
}

/** Sends notices for as long as this holds. */
async function notifyWhile(condition: () => boolean): Promise<void> {
  const notifier = api.get(McpNotifier);
  while (condition()) {
    for (let sent = 0; sent < 1_000; sent += 1) notifier.toolsChanged();
    await nextTurn();
  }
}

async function sessionStream(): Promise<string> {
  const session = await api.initialize();
  return `GET /mcp HTTP/1.1\r\nhost: localhost\r\naccept: text/event-stream\r\nmcp-session-id: ${session}\r\n\r\n`;
}

describe('a client that never reads for a while', () => {
  serve({ writeTimeoutMs: 100 });

  it('has a large answer cut off', async () => {
    const times = 32 * 1024 * 1024;
    const call = { name: 'repeat', arguments: { times } };
    const socket = await neverRead(modern('tools/call', call, { 'mcp-name': 'repeat' }));
    await until(() => socket.destroyed);
    await api.get(CallsInFlight).idle();
    expect((await api.call('whoami')).status).toBe(200);
  });

  it.each([
    ['a subscription', () => LISTEN],
    ['the stream of a session', sessionStream],
  ])('has %s cut off, with what waits for it', async (_name, request) => {
    const socket = await neverRead(await request());
    // What waited at one moment may still fit into the buffers of the system at the next.
    while (!socket.destroyed) {
      await notifyWhile(() => !socket.destroyed && socket.writableLength === 0);
      await nextTurn();
    }
    await until(() => api.get(McpHttpHost).openSubscriptions === 0);
  });
});

describe('a client that never reads while a call talks', () => {
  // Before 4 MiB wait.
  serve({ writeTimeoutMs: 1 });

  it('has the call cut off after a while, too', async () => {
    const socket = await neverRead(CHAT);
    await until(() => socket.destroyed);
    await Chatter.ended;
  });
});

describe('a client for which 4 MiB wait, however soon that is', () => {
  serve();

  it('has a subscription cut off', async () => {
    const socket = await neverRead(LISTEN);
    await until(() => api.get(McpHttpHost).openSubscriptions === 1);
    await notifyWhile(() => api.get(McpHttpHost).openSubscriptions === 1);
    expect(socket.destroyed).toBe(true);
  });

  it('has the stream of a session cut off', async () => {
    const socket = await neverRead(await sessionStream());
    await notifyWhile(() => !socket.destroyed);
  });

  it('has a call that talks cut off, and the call is told to stop', async () => {
    const socket = await neverRead(CHAT);
    await until(() => socket.destroyed);
    const said = await Chatter.ended;
    // What waits, and what the buffers of the system take, which differs from machine to machine.
    expect(said * LONG.length).toBeGreaterThan(4 * 1024 * 1024);
    expect(said * LONG.length).toBeLessThan(64 * 1024 * 1024);
    await api.get(CallsInFlight).idle();
  });
});
