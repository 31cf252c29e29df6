import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { HttpAdapterHost } from '@nestjs/core';
import { TestApi, textOf } from '../testing/api.fixture';
import { Gate } from '../testing/features.fixture';

let api: TestApi;
beforeAll(async () => {
  api = await TestApi.start({ AUDIT: 'off', MAX_SESSIONS: '2' });
});
afterAll(() => api.stop());

function ask(session: string, method: string, params: object = {}): Promise<Response> {
  return api.fetch('/mcp', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-session-id': session,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
}

const statusOf = async (session: string) => (await ask(session, 'ping')).status;

describe('a session whose place is wanted', () => {
  it('keeps it while its stream is open or its call runs; the longest idle gives its up', async () => {
    const streaming = await api.initialize();
    const calling = await api.initialize();
    const server = api.get(HttpAdapterHost).httpAdapter.getHttpServer() as Server;
    const [[, response], stream] = await Promise.all([
      once(server, 'request') as Promise<[IncomingMessage, ServerResponse]>,
      api.fetch('/mcp', {
        headers: { accept: 'text/event-stream', 'mcp-session-id': streaming },
      }),
    ]);
    const visitor = Gate.visitor();
    const call = ask(calling, 'tools/call', { name: 'wait' });
    const letIn = await visitor;

    expect(await api.initialize()).toBe('');
    letIn();
    expect(await textOf(await call)).toBe('done');

    // The one with the stream has been idle for longer, and is kept all the same.
    const next = await api.initialize();
    expect(next).not.toBe('');
    expect(await statusOf(calling)).toBe(404);
    expect(await statusOf(streaming)).toBe(200);

    const left = once(response, 'close');
    await stream.body?.cancel();
    await left;
    expect(await statusOf(next)).toBe(200);
    expect(await api.initialize()).not.toBe('');
    expect(await statusOf(streaming)).toBe(404);
    expect(await statusOf(next)).toBe(200);
  });

  it('is told to a newcomer as 503 with Retry-After when all are in use', async () => {
    const sessions = [await api.initialize(), await api.initialize()];
    const streams = await Promise.all(
      sessions.map((session) =>
        api.fetch('/mcp', { headers: { accept: 'text/event-stream', 'mcp-session-id': session } }),
      ),
    );
    const initialize = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 'test', version: '0' },
    };
    const refused = await api.fetch('/mcp', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: initialize }),
    });
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('5');
    for (const stream of streams) await stream.body?.cancel();
  });
});
