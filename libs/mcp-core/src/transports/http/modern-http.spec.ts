import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { eventually } from '@repo/foundation/testing';
import { elicit, McpNotifier, Tool, ToolContext } from '../..';
import { httpHost, MODERN_META, type SseEvent } from './http-host.fixture';

const stopped = { reason: undefined as unknown };

@Injectable()
class Tools {
  @Tool({ name: 'echo', description: 'Echoes.', input: z.object({ text: z.string() }) })
  echo({ text }: { text: string }) {
    return text;
  }

  @Tool({
    name: 'query',
    description: 'Has a routed parameter.',
    input: z.object({
      region: z.string().optional().meta({ 'x-mcp-header': 'Region' }),
      shard: z.number().int().optional().meta({ 'x-mcp-header': 'Shard' }),
    }),
  })
  query({ region }: { region?: string }) {
    return region ?? 'nowhere';
  }

  @Tool({ name: 'talk', description: 'Says something first.' })
  async talk(_: Record<string, never>, context: ToolContext) {
    context.log.info('working');
    context.progress(1);
    await Promise.resolve();
    return 'done';
  }

  @Tool({ name: 'hang', description: 'Never ends by itself.', timeoutMs: 30 })
  hang(_: Record<string, never>, { signal }: ToolContext) {
    return new Promise<string>((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        stopped.reason = signal.reason;
        reject(new Error('stopped'));
      });
    });
  }

  @Tool({ name: 'wait', description: 'Waits for the client to leave.' })
  wait(_: Record<string, never>, context: ToolContext) {
    context.progress(1);
    return new Promise<string>((resolve) => {
      context.signal.addEventListener('abort', () => {
        stopped.reason = context.signal.reason;
        resolve('too late');
      });
    });
  }

  @Tool({ name: 'ask', description: 'Asks twice.' })
  async ask(_: Record<string, never>, context: ToolContext) {
    const form = { type: 'object', properties: { value: { type: 'string' } } };
    const { first } = await context.requestInput({
      first: elicit({ message: 'First?', schema: form }),
    });
    const { second } = await context.requestInput({
      second: elicit({ message: 'Second?', schema: form }),
    });
    return `${String(first.content?.['value'])} ${String(second.content?.['value'])}`;
  }

  @Tool({ name: 'big', description: 'Answers too much.' })
  big() {
    return 'x'.repeat(20_000);
  }
}

const code = (answer: Record<string, unknown>) => (answer['error'] as { code: number }).code;
const result = (answer: Record<string, unknown>) => answer['result'] as Record<string, unknown>;
const textOf = (answer: Record<string, unknown>) =>
  (result(answer)['content'] as { text: string }[])[0]?.text;
const last = (events: SseEvent[]) => events.at(-1)?.data ?? {};

describe('the endpoint, to a client of 2026-07-28', () => {
  let mcp: Awaited<ReturnType<typeof httpHost>>;
  beforeAll(async () => {
    mcp = await httpHost([Tools], { MAX_RESULT_BYTES: '10KiB' });
  });
  afterAll(() => mcp.harness.close());

  it('answers a call in one JSON body that says who answers', async () => {
    const reply = await mcp.modern('tools/call', { name: 'echo', arguments: { text: 'hi' } });
    expect(reply.status).toBe(200);
    expect(reply.headers['content-type']).toBe('application/json');
    expect(reply.json()).toEqual({
      jsonrpc: '2.0',
      id: 1,
      result: {
        resultType: 'complete',
        content: [{ type: 'text', text: 'hi' }],
        _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'harness', version: '0.0.0' } },
      },
    });
  });

  it('says how long and for whom a list may be kept', async () => {
    const { json } = await mcp.modern('tools/list');
    expect(result(json())).toMatchObject({
      resultType: 'complete',
      ttlMs: 60_000,
      cacheScope: 'public',
    });
  });

  it('streams when the call has something to say before its end', async () => {
    const reply = await mcp.modern(
      'tools/call',
      { name: 'talk' },
      {
        meta: { progressToken: 'p', 'io.modelcontextprotocol/logLevel': 'debug' },
      },
    );
    expect(reply.headers['content-type']).toBe('text/event-stream');
    const events = await reply.events();
    expect(events.map(({ data }) => data?.['method'])).toEqual([
      'notifications/message',
      'notifications/progress',
      undefined,
    ]);
    expect(textOf(last(events))).toBe('done');
    expect(events.every(({ id }) => id === undefined)).toBe(true);
  });

  it('says nothing to a client that asked for nothing, or takes no stream', async () => {
    const quiet = await mcp.modern('tools/call', { name: 'talk' });
    expect(textOf(quiet.json())).toBe('done');
    const plain = await mcp.modern(
      'tools/call',
      { name: 'talk' },
      {
        meta: { progressToken: 1 },
        headers: { accept: 'application/json' },
      },
    );
    expect(textOf(plain.json())).toBe('done');
  });

  it.each([
    ['no version header', { 'mcp-protocol-version': '' }, -32020],
    ['another version', { 'mcp-protocol-version': '2025-11-25' }, -32020],
    ['another method', { 'mcp-method': 'tools/list' }, -32020],
    ['another name', { 'mcp-name': 'hang' }, -32020],
    ['a name in bad base64', { 'mcp-name': '=?base64?####?=' }, -32020],
    ['a name with bytes beyond ASCII', { 'mcp-name': 'échô' }, -32020],
  ])('refuses headers that differ from the body: %s', async (_case, headers, expected) => {
    const reply = await mcp.modern(
      'tools/call',
      { name: 'echo', arguments: { text: 'x' } },
      { headers },
    );
    expect([reply.status, code(reply.json())]).toEqual([400, expected]);
  });

  it.each([
    [{ region: 'eu' }, { 'mcp-param-region': 'eu' }, 200],
    [{ region: 'ü' }, { 'mcp-param-region': '=?base64?w7w=?=' }, 200],
    [{ shard: 42 }, { 'mcp-param-shard': '42.0' }, 200],
    [{}, {}, 200],
    [{ region: 'eu' }, {}, 400],
    [{ region: 'eu' }, { 'mcp-param-region': 'us' }, 400],
    [{}, { 'mcp-param-region': 'us' }, 400],
    [{ shard: 42 }, { 'mcp-param-shard': '' }, 400],
    [{ shard: 42 }, { 'mcp-param-shard': '0x2a' }, 400],
    [{ region: '\ufffd' }, { 'mcp-param-region': '=?base64?/w==?=' }, 400],
  ])('compares parameter headers: %j with %j is %i', async (input, headers, status) => {
    const reply = await mcp.modern('tools/call', { name: 'query', arguments: input }, { headers });
    expect(reply.status).toBe(status);
  });

  it.each([
    'ping',
    'initialize',
    'logging/setLevel',
    'resources/subscribe',
    'no/such',
    'prompts/list',
  ])('does not know %s', async (method) => {
    const reply = await mcp.modern(method);
    expect([reply.status, code(reply.json())]).toEqual([404, -32601]);
  });

  it.each([
    ['no metadata', {}],
    ['no capabilities', { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' }],
    ['an unknown log level', { ...MODERN_META, 'io.modelcontextprotocol/logLevel': 'loud' }],
  ])('refuses a request with %s', async (_case, _meta) => {
    const reply = await mcp.post(
      { jsonrpc: '2.0', id: 5, method: 'tools/list', params: { _meta } },
      { headers: { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' } },
    );
    expect([reply.status, code(reply.json()), reply.json()['id']]).toEqual([400, -32602, 5]);
  });

  it.each([
    ['a capability that is no object', { elicitation: 'yes' }],
    ['a mode of elicitation that is no object', { elicitation: { url: true } }],
  ])('refuses a client that declares %s', async (_case, capabilities) => {
    const meta = { 'io.modelcontextprotocol/clientCapabilities': capabilities };
    const reply = await mcp.modern('tools/list', {}, { meta });
    expect([reply.status, code(reply.json())]).toEqual([400, -32602]);
  });

  it.each([null, ['x'], 'x'])('takes arguments %j for no call at all', async (input) => {
    const reply = await mcp.modern('tools/call', { name: 'talk', arguments: input });
    expect([reply.status, code(reply.json())]).toEqual([200, -32602]);
  });

  it('answers a response under no id, as the client has sent none of its own', async () => {
    const reply = await mcp.post(
      { jsonrpc: '2.0', id: 7, result: {} },
      { headers: { 'mcp-protocol-version': '2026-07-28' } },
    );
    expect(reply.status).toBe(400);
    expect(reply.json()).not.toHaveProperty('id');
  });

  it('names what it speaks to a client of another revision', async () => {
    const meta = { 'io.modelcontextprotocol/protocolVersion': '2099-01-01' };
    const reply = await mcp.modern(
      'tools/list',
      {},
      { meta, headers: { 'mcp-protocol-version': '2099-01-01' } },
    );
    expect(reply.status).toBe(400);
    expect(reply.json()['error']).toMatchObject({
      code: -32022,
      data: { supported: ['2026-07-28'], requested: '2099-01-01' },
    });
  });

  it('stops a tool that takes too long, and reports it to the model', async () => {
    const reply = await mcp.modern('tools/call', { name: 'hang' });
    expect(result(reply.json())['isError']).toBe(true);
    expect(textOf(reply.json())).toBe('No result within 0.03 s; the call was stopped.');
    expect(String(stopped.reason)).toContain('No result within');
  });

  it('does not send a result over the limit', async () => {
    const reply = await mcp.modern('tools/call', { name: 'big' });
    expect(textOf(reply.json())).toMatch(
      /^The result of big has \d+ bytes, more than the 10240 allowed/,
    );
  });

  it('takes a closed stream as cancellation', async () => {
    const reply = await mcp.modern('tools/call', { name: 'wait' }, { meta: { progressToken: 1 } });
    stopped.reason = undefined;
    reply.disconnect();
    expect(String(stopped.reason)).toContain('The client has gone');
  });

  describe('that is asked for input', () => {
    const meta = { 'io.modelcontextprotocol/clientCapabilities': { elicitation: {} } };
    const round = async (inputs: object, options = {}) =>
      (await mcp.modern('tools/call', { name: 'ask', ...inputs }, { meta, ...options })).json();
    const answer = (value: string) => ({ action: 'accept', content: { value } });

    it('answers round by round, and the state carries what was said', async () => {
      const first = result(await round({}));
      expect(first).toMatchObject({
        resultType: 'input_required',
        inputRequests: { first: { method: 'elicitation/create' } },
      });
      const second = result(
        await round({
          inputResponses: { first: answer('a') },
          requestState: first['requestState'],
        }),
      );
      expect(Object.keys(second['inputRequests'] as object)).toEqual(['second']);
      expect(
        textOf(
          await round({
            inputResponses: { second: answer('b') },
            requestState: second['requestState'],
          }),
        ),
      ).toBe('a b');
    });

    it('is asked again for what it left out', async () => {
      const again = result(await round({ inputResponses: { other: answer('x') } }));
      expect(again['resultType']).toBe('input_required');
    });

    it.each([
      [
        'altered',
        (state: string) => `${state.slice(0, -2)}${state.endsWith('AA') ? 'BB' : 'AA'}`,
        {},
      ],
      ['of another call', (state: string) => state, { arguments: { other: 1 } }],
      ['made up', () => 'e30.e30', {}],
      ['no string', () => 7 as unknown as string, {}],
    ])('is refused with a state that is %s', async (_case, change, inputs) => {
      const { requestState } = result(await round({})) as { requestState: string };
      const reply = await round({
        ...inputs,
        inputResponses: { first: answer('a') },
        requestState: change(requestState),
      });
      expect(code(reply)).toBe(-32602);
    });

    it('is refused with the state of another principal', async () => {
      const auth = (clientId: string) => ({ auth: { token: '', clientId, scopes: [] } });
      const { requestState } = result(await round({}, auth('ann')));
      const reply = await round(
        { inputResponses: { first: answer('a') }, requestState },
        auth('bob'),
      );
      expect(code(reply)).toBe(-32602);
    });

    it('is refused when it did not say that it can answer', async () => {
      const reply = await mcp.modern('tools/call', { name: 'ask' });
      expect(reply.status).toBe(400);
      expect(reply.json()['error']).toMatchObject({
        code: -32021,
        data: { requiredCapabilities: { elicitation: { form: {} } } },
      });
    });
  });

  it('asks a client that shows pages only for no form', async () => {
    const meta = { 'io.modelcontextprotocol/clientCapabilities': { elicitation: { url: {} } } };
    const reply = await mcp.modern('tools/call', { name: 'ask' }, { meta });
    expect([reply.status, code(reply.json())]).toEqual([400, -32021]);
  });

  describe('that subscribes', () => {
    const listen = (notifications: unknown, headers = {}) =>
      mcp.modern('subscriptions/listen', { notifications }, { headers });

    it('is refused when it takes no event stream, and does not wait for ever', async () => {
      expect((await listen({}, { accept: 'application/json' })).status).toBe(406);
    });

    it('is notified of what it asked for, and nothing else, until the host stops', async () => {
      const stopping = await httpHost([Tools]);
      const reply = await stopping.modern('subscriptions/listen', {
        notifications: { toolsListChanged: true },
      });
      const notifier = stopping.harness.get(McpNotifier);
      notifier.promptsChanged();
      notifier.toolsChanged();
      await stopping.harness.close();
      const events = await reply.events();
      const subscription = { 'io.modelcontextprotocol/subscriptionId': 1 };
      expect(events.map(({ data }) => data)).toEqual([
        expect.objectContaining({
          method: 'notifications/subscriptions/acknowledged',
          params: { notifications: { toolsListChanged: true }, _meta: subscription },
        }),
        expect.objectContaining({
          method: 'notifications/tools/list_changed',
          params: { _meta: subscription },
        }),
        expect.objectContaining({
          id: 1,
          result: expect.objectContaining({ resultType: 'complete' }),
        }),
      ]);
    });

    it('stays until it leaves, though nothing that it asked for can be honored', async () => {
      const host = await httpHost([Tools]);
      const notifications = { promptsListChanged: true };
      const reply = await host.modern('subscriptions/listen', { notifications });
      let sent = '';
      reply.stream?.on('data', (chunk) => (sent += String(chunk)));
      await eventually(() => expect(sent).toContain('"notifications":{}'));
      host.harness.get(McpNotifier).promptsChanged();
      expect(host.host.openSubscriptions).toBe(1);
      reply.disconnect();
      expect(host.host.openSubscriptions).toBe(0);
      expect(sent).not.toContain('list_changed');
      expect(sent).not.toContain('"result"');
      await host.harness.close();
    });

    it('is counted until it leaves', async () => {
      const reply = await listen({ toolsListChanged: true });
      expect(mcp.host.openSubscriptions).toBe(1);
      reply.disconnect();
      expect(mcp.host.openSubscriptions).toBe(0);
    });

    it.each([
      undefined,
      'all',
      { toolsListChanged: 'yes' },
      { resourceSubscriptions: [7] },
      { resourceSubscriptions: null },
      { resourceSubscriptions: new Array(1_001).fill('test://news') },
      { resourceSubscriptions: ['x'.repeat(40_000), 'y'.repeat(40_000)] },
    ])('is refused a malformed filter: %#', async (filter) => {
      expect(code((await listen(filter)).json())).toBe(-32602);
    });
  });
});
