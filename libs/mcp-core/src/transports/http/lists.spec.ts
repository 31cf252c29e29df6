import { PassThrough } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { FeatureVisibility, Tool, type Visibility } from '../..';
import { McpHost } from '../../mcp-host';
import { SessionRegistry } from '../../sessions/session-registry';
import { McpStdio } from '../stdio/mcp-stdio';
import { Heartbeat } from '../../streams/heartbeat';
import { HttpResponseChannel } from './http-response-channel';
import { httpHost, MODERN_META, toReceivedReply } from './http-host.fixture';
import type { HttpReply } from './http-message';
import { SessionResponseChannel } from './session-response-channel';

/** Of several bytes in UTF-8: a length in characters is none in bytes. */
const LONG = 'Übergrößenträger → 日本 '.repeat(1_000);

@Injectable()
class Tools {
  @Tool({ name: 'first', description: LONG })
  first() {
    return '1';
  }

  @Tool({ name: 'second', description: 'Second.' })
  second() {
    return '2';
  }

  @Tool({ name: 'guarded', description: 'Third.', scopes: ['read'] })
  guarded() {
    return '3';
  }
}

/** Lets a test decide when it is known who sees what. */
@Injectable()
class Later extends FeatureVisibility {
  known: Promise<Visibility> | Visibility = 'listed';
  of(): Promise<Visibility> | Visibility {
    return this.known;
  }
}

interface ListResult {
  readonly tools: { readonly name: string; readonly description: string }[];
  readonly nextCursor?: string;
}
const resultOf = (message: Record<string, unknown> | undefined) =>
  message?.['result'] as ListResult;
const namesOf = (result: ListResult) => result.tools.map(({ name }) => name);

describe('a list of tools', () => {
  let mcp: Awaited<ReturnType<typeof httpHost>>;
  let later: Later;
  beforeAll(async () => {
    mcp = await httpHost([Tools, Later], { LIST_PAGE_SIZE: '2', MCP_SESSIONS: 'auto' });
    later = mcp.harness.get(Later);
  });
  afterAll(() => mcp.harness.close());
  afterEach(() => void (later.known = 'listed'));

  const list = (id: number | string = 1, params: Record<string, unknown> = {}) =>
    ({ kind: 'request', jsonrpc: '2.0', id, method: 'tools/list', params }) as const;

  it('comes in pages, in the modern era', async () => {
    const first = (await mcp.modern('tools/list')).json();
    expect(first).toMatchObject({ jsonrpc: '2.0', id: 1, result: { cacheScope: 'private' } });
    expect(resultOf(first).tools[0]?.description).toBe(LONG);
    const cursor = resultOf(first).nextCursor;
    const rest = resultOf((await mcp.modern('tools/list', { cursor })).json());
    expect([...namesOf(resultOf(first)), ...namesOf(rest)]).toEqual(['first', 'guarded', 'second']);
    expect(rest.nextCursor).toBeUndefined();
  });

  it.each([7, 'with "quotes", ümlauts and \u2028'])('answers under the id %j', async (id) => {
    const headers = await mcp.open();
    const { nextCursor, ...rest } = resultOf((await mcp.post(list(id), { headers })).json());
    expect(Object.keys(rest)).toEqual(['tools']);
    const next = (await mcp.post(list(id, { cursor: nextCursor }), { headers })).json();
    expect(next).toEqual({ jsonrpc: '2.0', id, result: { tools: [expect.anything()] } });
  });

  it('stands in a batch', async () => {
    const headers = await mcp.open({ protocolVersion: '2025-03-26' });
    const ping = { jsonrpc: '2.0', id: 2, method: 'ping' };
    const answers = (await mcp.post([list(1), ping, list(3)], { headers })).json();
    expect(answers).toMatchObject([
      { id: 1, result: { tools: [{ description: LONG }, {}] } },
      { id: 2, result: {} },
      { id: 3, result: { tools: [{}, {}] } },
    ]);
  });

  describe('that takes long', () => {
    /** Beats as often as makes a stream of the answer, and only then lets the list be made. */
    const streamed = async (channel: HttpResponseChannel, answer: Promise<HttpReply>) => {
      channel.onHeartbeat();
      channel.onHeartbeat();
      const reply = await answer;
      expect(reply.headers['content-type']).toBe('text/event-stream');
      return toReceivedReply(reply);
    };
    let resolveVisibility: (seen: Visibility) => void;
    beforeEach(() => {
      later.known = new Promise((resolve) => (resolveVisibility = resolve));
    });

    it('is sent as a stream', async () => {
      const channel = new HttpResponseChannel(true);
      const client = { era: 'modern', revision: '2026-07-28', capabilities: {} } as const;
      const { engine } = mcp.harness.get(McpHost);
      const answer = channel.serve(engine, list(), client, mcp.harness.get(Heartbeat));
      const stream = await streamed(channel, answer);
      resolveVisibility('listed');
      expect(resultOf((await stream.events()).at(-1)?.data).tools[0]?.description).toBe(LONG);
    });

    it('can be had again by a session whose stream was lost', async () => {
      const params = {
        protocolVersion: '2025-11-25',
        capabilities: {},
        clientInfo: { name: 'test', version: '1' },
      };
      const live = await mcp.harness.get(SessionRegistry).open(params, {}, undefined);
      const channel = new SessionResponseChannel(live, 1, true);
      const { engine } = mcp.harness.get(McpHost);
      const client = live.session.client(undefined);
      const heartbeat = mcp.harness.get(Heartbeat);
      const answer = channel.serve(engine, list(), client, heartbeat, live.session);
      const stream = await streamed(channel, answer);
      channel.releaseStream();
      const [priming] = await stream.events();
      resolveVisibility('listed');
      const headers = { 'mcp-session-id': live.session.id, 'last-event-id': priming?.id ?? '' };
      const again = await (await mcp.get({ headers })).events();
      expect(resultOf(again.at(-1)?.data).tools[0]?.description).toBe(LONG);
    });
  });

  it('goes by stdio, too', async () => {
    const http = resultOf((await mcp.modern('tools/list')).json());
    const message = { ...list(), params: { _meta: MODERN_META } };
    const [input, output] = [new PassThrough(), new PassThrough()];
    input.end(`${JSON.stringify(message)}\n`);
    await mcp.harness.get(McpStdio).serve(input, output);
    const stdio = resultOf(JSON.parse(String(output.read())) as Record<string, unknown>);
    expect([http.tools[0]?.description, stdio]).toEqual([LONG, http]);
  });
});
