import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { elicit, McpNotifier, Resource, Tool, ToolContext } from '../..';
import { SessionDirectory } from '../../sessions/session-directory';
import { httpHost, type ReceivedReply } from './http-host.fixture';

/** Lets a test decide when a call goes on. */
class Gate {
  private pass: () => void = () => undefined;
  readonly opened = new Promise<void>((resolve) => (this.pass = resolve));
  open(): void {
    this.pass();
  }
}

let gate = new Gate();
const stopped = { reason: undefined as unknown };

@Injectable()
class Features {
  @Tool({ name: 'echo', description: 'Echoes.', input: z.object({ text: z.string() }) })
  echo({ text }: { text: string }) {
    return text;
  }

  @Tool({ name: 'resume', description: 'Lets its stream go before it ends.' })
  async resume(_: Record<string, never>, context: ToolContext) {
    context.log.info('before');
    context.releaseStream();
    await gate.opened;
    context.log.info('after');
    return 'resumed';
  }

  @Tool({ name: 'confirm', description: 'Asks.' })
  async confirm(_: Record<string, never>, context: ToolContext) {
    const form = { type: 'object', properties: {} };
    const { sure } = await context.requestInput({
      sure: elicit({ message: 'Sure?', schema: form }),
    });
    return sure.action;
  }

  @Tool({ name: 'wait', description: 'Waits to be cancelled.' })
  wait(_: Record<string, never>, context: ToolContext) {
    context.log.info('waiting');
    return new Promise<string>((resolve) => {
      context.signal.addEventListener('abort', () => {
        stopped.reason = context.signal.reason;
        resolve('too late');
      });
    });
  }

  @Resource({ name: 'news', uri: 'test://news', description: 'News.' })
  news() {
    return 'none';
  }
}

const call = (id: number, name: string, input: object = {}) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: input },
});
const textOf = (message: Record<string, unknown> | undefined) =>
  (message?.['result'] as { content: { text: string }[] }).content[0]?.text;
const code = ({ json }: ReceivedReply) => (json()['error'] as { code: number } | undefined)?.code;
const auth = (clientId: string) => ({ token: '', clientId, scopes: [] });

describe('the endpoint, to a client of 2025-11-25 and older', () => {
  let mcp: Awaited<ReturnType<typeof httpHost>>;
  beforeAll(async () => {
    mcp = await httpHost([Features], { MCP_SESSIONS: 'auto' });
  });
  afterAll(() => mcp.harness.close());
  beforeEach(() => {
    gate = new Gate();
  });

  it.each([
    ['2025-11-25', '2025-11-25'],
    ['2025-06-18', '2025-06-18'],
    ['2024-10-07', '2024-10-07'],
    ['1999-01-01', '2025-11-25'],
  ])('opens a session for %s and speaks %s', async (requested, spoken) => {
    const reply = await mcp.post({
      jsonrpc: '2.0',
      id: 'a',
      method: 'initialize',
      params: {
        protocolVersion: requested,
        capabilities: {},
        clientInfo: { name: 'c', version: '1' },
      },
    });
    expect(reply.headers['mcp-session-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(reply.json()).toMatchObject({
      id: 'a',
      result: {
        protocolVersion: spoken,
        serverInfo: { name: 'harness' },
        capabilities: { tools: { listChanged: true }, resources: { subscribe: true } },
      },
    });
  });

  it('answers without what only the modern era has', async () => {
    const headers = await mcp.open();
    const reply = await mcp.post(call(1, 'echo', { text: 'hi' }), { headers });
    expect(reply.json()).toEqual({
      jsonrpc: '2.0',
      id: 1,
      result: { content: [{ type: 'text', text: 'hi' }] },
    });
  });

  it.each([
    ['without a session', {}, 400],
    ['with an unknown session', { 'mcp-session-id': 'e0e0e0e0' }, 404],
    ['with a revision that is not served', { 'mcp-protocol-version': '1999-01-01' }, 400],
  ])('refuses a call %s', async (_case, headers, status) => {
    expect((await mcp.post(call(1, 'echo', { text: 'x' }), { headers })).status).toBe(status);
  });

  const TOO_MUCH = 'x'.repeat(20_000);

  it.each([
    {},
    { protocolVersion: 7 },
    { capabilities: [] },
    { clientInfo: {} },
    { capabilities: { experimental: { [TOO_MUCH]: {} } } },
    { capabilities: { experimental: { many: Array(1_000).fill([]) } } },
  ])('refuses a malformed initialize: %#', async (broken) => {
    const params =
      Object.keys(broken).length === 0
        ? {}
        : {
            protocolVersion: '2025-11-25',
            capabilities: {},
            clientInfo: { name: 'c', version: '1' },
            ...broken,
          };
    const reply = await mcp.post({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
    expect(code(reply)).toBe(-32602);
    expect(reply.json()['id']).toBe(1);
    expect(reply.headers['mcp-session-id']).toBeUndefined();
  });

  it('reports an unknown method and a missing resource with the codes of the era', async () => {
    const headers = await mcp.open();
    const method = await mcp.post(
      { jsonrpc: '2.0', id: 1, method: 'server/discover' },
      { headers },
    );
    expect([method.status, code(method)]).toEqual([200, -32601]);
    const params = { uri: 'test://none' };
    const resource = await mcp.post(
      { jsonrpc: '2.0', id: 1, method: 'resources/read', params },
      { headers },
    );
    expect([resource.status, code(resource)]).toEqual([200, -32002]);
  });

  it.each(['get', 'delete'] as const)('refuses %s of a revision not served', async (verb) => {
    const headers = { ...(await mcp.open()), 'mcp-protocol-version': '1999-01-01' };
    expect((await mcp[verb]({ headers })).status).toBe(400);
  });

  it('ends a session that the client gives back', async () => {
    const headers = await mcp.open();
    expect((await mcp.delete({ headers })).status).toBe(200);
    expect((await mcp.post(call(1, 'echo', { text: 'x' }), { headers })).status).toBe(404);
  });

  it('keeps a session from everybody but its principal', async () => {
    const headers = await mcp.open({}, { auth: auth('ann') });
    const attempt = (who?: string) =>
      mcp.post(call(1, 'echo', { text: 'x' }), { headers, auth: who ? auth(who) : undefined });
    expect((await attempt('ann')).status).toBe(200);
    expect((await attempt('bob')).status).toBe(404);
    expect((await attempt()).status).toBe(404);
    expect((await mcp.get({ headers, auth: auth('bob') })).status).toBe(404);
    expect((await mcp.delete({ headers, auth: auth('bob') })).status).toBe(404);
  });

  it('asks the client on the stream of the call, and takes the answer on another request', async () => {
    const headers = await mcp.open({ capabilities: { elicitation: {} } });
    const reply = await mcp.post(call(7, 'confirm'), { headers });
    const [, question] = await firstEvents(reply, 2);
    expect(question).toMatchObject({ method: 'elicitation/create', params: { message: 'Sure?' } });
    const answered = await mcp.post(
      { jsonrpc: '2.0', id: question?.['id'], result: { action: 'decline' } },
      { headers },
    );
    expect(answered.status).toBe(202);
    expect(textOf((await reply.events()).at(-1)?.data)).toBe('decline');
  });

  it('does not ask a client that cannot answer', async () => {
    const headers = await mcp.open();
    const reply = await mcp.post(call(7, 'confirm'), { headers });
    expect(textOf(reply.json())).toBe('The client did not declare: elicitation');
  });

  it('cancels a call at the client’s word, and only in the client’s session', async () => {
    stopped.reason = undefined;
    const [headers, others] = [await mcp.open(), await mcp.open()];
    const reply = await mcp.post(call(3, 'wait'), { headers });
    const cancel = {
      jsonrpc: '2.0',
      method: 'notifications/cancelled',
      params: { requestId: 3, reason: 'enough' },
    };
    await mcp.post(cancel, { headers: others });
    expect(stopped.reason).toBeUndefined();
    expect((await mcp.post(cancel, { headers })).status).toBe(202);
    expect(String(stopped.reason)).toContain('Cancelled by the client: "enough"');
    // It has no answer, and nothing is left to come back for.
    const events = await reply.events();
    expect(events.map(({ data }) => data)).not.toContainEqual(expect.objectContaining({ id: 3 }));
    const again = { ...headers, 'last-event-id': events.at(-1)?.id ?? '' };
    expect((await mcp.get({ headers: again })).status).toBe(204);
  });

  describe('whose stream was lost', () => {
    it('goes on from the last event that it saw, with a call that still runs', async () => {
      const headers = await mcp.open();
      const lost = await (await mcp.post(call(1, 'resume'), { headers })).events();
      expect(lost[0]).toMatchObject({ retry: '1000', data: undefined });
      expect(lost.map(({ data }) => data?.['method'])).toEqual([
        undefined,
        'notifications/message',
      ]);

      const resumed = await mcp.get({
        headers: { ...headers, 'last-event-id': lost[1]?.id ?? '' },
      });
      gate.open();
      const [again, ...rest] = await resumed.events();
      // For a client that loses this connection too, before anything else has come.
      expect(again).toMatchObject({ id: lost[1]?.id, retry: '1000', data: undefined });
      expect(rest.map(({ data }) => data?.['method'])).toEqual([
        'notifications/message',
        undefined,
      ]);
      expect(textOf(rest[1]?.data)).toBe('resumed');
    });

    it('gets the events of a call that ended meanwhile, and no other', async () => {
      const headers = await mcp.open();
      const lost = await (await mcp.post(call(1, 'resume'), { headers })).events();
      gate.open();
      await (await mcp.post(call(2, 'resume'), { headers })).events();
      const first = lost[0]?.id ?? '';
      const rest = await (
        await mcp.get({ headers: { ...headers, 'last-event-id': first } })
      ).events();
      const messages = rest.filter(({ data }) => data !== undefined);
      expect(messages.map(({ data }) => data?.['id'])).toEqual([undefined, undefined, 1]);
    });

    it('is answered with 204 when it has seen the end of it', async () => {
      const headers = await mcp.open();
      const lost = await (await mcp.post(call(1, 'resume'), { headers })).events();
      const from = (id = '') => mcp.get({ headers: { ...headers, 'last-event-id': id } });
      const resumed = await from(lost[0]?.id);
      gate.open();
      const again = await from((await resumed.events()).at(-1)?.id);
      expect([again.status, again.stream]).toEqual([204, undefined]);
    });

    it.each(['nonsense', '../../etc:1', `${'x'.repeat(70)}:1`])(
      'is refused the event id %s',
      async (id) => {
        const headers = await mcp.open();
        expect((await mcp.get({ headers: { ...headers, 'last-event-id': id } })).status).toBe(400);
      },
    );

    it('gets no events of another session', async () => {
      const [headers, others] = [await mcp.open(), await mcp.open()];
      const lost = await (await mcp.post(call(1, 'resume'), { headers })).events();
      gate.open();
      const stolen = await mcp.get({ headers: { ...others, 'last-event-id': lost[0]?.id ?? '' } });
      expect([stolen.status, stolen.stream]).toEqual([204, undefined]);
    });
  });

  it('notifies of list changes and of the resources it subscribed to, on the stream it opened', async () => {
    const headers = await mcp.open();
    const params = { uri: 'test://news' };
    const stream = await mcp.get({ headers });
    const notifier = mcp.harness.get(McpNotifier);
    notifier.resourceUpdated('test://news');
    await mcp.post({ jsonrpc: '2.0', id: 1, method: 'resources/subscribe', params }, { headers });
    notifier.resourceUpdated('test://news');
    await mcp.post({ jsonrpc: '2.0', id: 2, method: 'resources/unsubscribe', params }, { headers });
    notifier.resourceUpdated('test://news');
    notifier.toolsChanged();
    const seen = await firstEvents(stream, 3);
    expect(seen.map((message) => message?.['method'])).toEqual([
      undefined,
      'notifications/resources/updated',
      'notifications/tools/list_changed',
    ]);
    stream.disconnect();
  });

  it('bounds what its subscriptions make the host remember', async () => {
    const headers = await mcp.open();
    const subscribe = async (uri: string) => {
      const message = { jsonrpc: '2.0', id: 1, method: 'resources/subscribe', params: { uri } };
      return mcp.post(message, { headers });
    };
    // Nearly all of the 65,536 characters.
    for (let index = 0; index < 32; index++) {
      expect(code(await subscribe(String(index).padEnd(2_040, 'x')))).toBeUndefined();
    }
    expect(code(await subscribe('y'.repeat(2_040)))).toBe(-32602);
    expect(code(await subscribe('test://news'))).toBeUndefined();
  });

  it('sends log messages from the level that the client set', async () => {
    const headers = await mcp.open();
    await mcp.post(
      { jsonrpc: '2.0', id: 1, method: 'logging/setLevel', params: { level: 'error' } },
      { headers },
    );
    gate.open();
    const events = await (await mcp.post(call(1, 'resume'), { headers })).events();
    expect(events.map(({ data }) => data?.['method'])).not.toContain('notifications/message');
    const bad = await mcp.post(
      { jsonrpc: '2.0', id: 1, method: 'logging/setLevel', params: { level: 'loud' } },
      { headers },
    );
    expect(code(bad)).toBe(-32602);
  });

  describe('that sends a batch', () => {
    const batch = [
      call(1, 'echo', { text: 'a' }),
      { jsonrpc: '2.0', method: 'notifications/x' },
      call(2, 'echo', { text: 'b' }),
    ];

    it('gets all answers where its revision has batches', async () => {
      const headers = await mcp.open({ protocolVersion: '2025-03-26' });
      const answers = (await mcp.post(batch, { headers })).json() as unknown as Record<
        string,
        unknown
      >[];
      expect(answers.map(textOf)).toEqual(['a', 'b']);
      expect((await mcp.post([batch[1]], { headers })).status).toBe(202);
      expect((await mcp.post([], { headers })).status).toBe(400);
      expect((await mcp.post(Array(101).fill(batch[0]), { headers })).status).toBe(400);
    });

    it('is refused where it has none', async () => {
      const headers = await mcp.open();
      const reply = await mcp.post(batch, { headers });
      expect([reply.status, code(reply)]).toEqual([400, -32600]);
    });
  });

  it.each([
    ['{"jsonrpc":', -32700],
    ['', -32700],
    ['7', -32600],
    ['{"jsonrpc":"1.0","id":1,"method":"ping"}', -32600],
    ['{"jsonrpc":"2.0","id":null,"method":"ping"}', -32600],
    ['{"jsonrpc":"2.0","id":1.5,"method":"ping"}', -32600],
    ['{"jsonrpc":"2.0","id":1,"method":7}', -32600],
    ['{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}', -32600],
    ['{"jsonrpc":"2.0","id":1}', -32600],
  ])('refuses the body %s', async (body, expected) => {
    const reply = await mcp.post(body, { headers: await mcp.open() });
    expect([reply.status, code(reply)]).toEqual([400, expected]);
  });

  it('refuses other methods, content types and answers than it has', async () => {
    expect((await mcp.post('{}', { headers: { 'content-type': 'text/plain' } })).status).toBe(415);
    expect(
      (await mcp.get({ headers: { ...(await mcp.open()), accept: 'application/json' } })).status,
    ).toBe(406);
    const put = await mcp.host.handle({
      method: 'PUT',
      headers: {},
      body: '',
      onDisconnect: () => undefined,
    });
    expect([put.status, put.headers['allow']]).toEqual([405, 'GET, POST, DELETE']);
  });

  it('goes on with a session that another process opened', async () => {
    const directory = mcp.harness.get(SessionDirectory);
    const headers = await mcp.open({
      protocolVersion: '2025-06-18',
      capabilities: { elicitation: {} },
    });
    const record = await directory.find(headers['mcp-session-id']);
    const other = await httpHost([Features]);
    await other.harness.get(SessionDirectory).save(record!);
    const replies = await Promise.all(
      [1, 2].map((id) => other.post(call(id, 'echo', { text: 'x' }), { headers })),
    );
    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
    expect(other.host.openSessions).toBe(1);
    const asked = await other.post(call(3, 'confirm'), { headers });
    expect(asked.headers['content-type']).toBe('text/event-stream');
    asked.disconnect();
    await other.harness.close();
  });
});

describe('the endpoint without sessions', () => {
  let mcp: Awaited<ReturnType<typeof httpHost>>;
  beforeAll(async () => {
    mcp = await httpHost([Features], { MCP_SESSIONS: 'off' });
  });
  afterAll(() => mcp.harness.close());

  it('serves calls by themselves and gives out no session', async () => {
    expect(await mcp.open()).toEqual({ 'mcp-session-id': '' });
    expect(textOf((await mcp.post(call(1, 'echo', { text: 'hi' }))).json())).toBe('hi');
    expect((await mcp.post({ jsonrpc: '2.0', method: 'notifications/initialized' })).status).toBe(
      202,
    );
  });

  it('sends a client that still has a session to open a new one', async () => {
    const headers = { 'mcp-session-id': 'from-before' };
    expect((await mcp.post(call(1, 'echo', { text: 'x' }), { headers })).status).toBe(404);
  });

  it('has no stream of its own', async () => {
    expect((await mcp.get()).status).toBe(405);
    expect((await mcp.delete()).status).toBe(405);
    const put = await mcp.host.handle({
      method: 'PUT',
      headers: {},
      body: undefined,
      onDisconnect: () => undefined,
    });
    expect(put.headers['allow']).toBe('POST');
  });

  it('checks what a subscription names, though it keeps none', async () => {
    const params = { uri: 7 };
    const reply = await mcp.post({ jsonrpc: '2.0', id: 1, method: 'resources/subscribe', params });
    expect(code(reply)).toBe(-32602);
  });

  it('says why it cannot ask', async () => {
    expect(textOf((await mcp.post(call(1, 'confirm'))).json())).toContain('without a session');
  });

  it('takes a client that leaves as cancellation', async () => {
    stopped.reason = undefined;
    const reply = await mcp.post(call(1, 'wait'));
    reply.disconnect();
    expect(String(stopped.reason)).toContain('The client has gone');
  });
});

/** The first messages of a stream that goes on. */
async function firstEvents({ stream }: ReceivedReply, count: number) {
  const seen: (Record<string, unknown> | undefined)[] = [];
  let text = '';
  while (seen.length < count) {
    const chunk = stream!.read() as Buffer | null;
    if (chunk === null) await new Promise((resolve) => stream!.once('readable', resolve));
    else text += String(chunk);
    seen.length = 0;
    for (const event of text.split('\n\n').slice(0, -1)) {
      const data = /^data: (.+)$/m.exec(event)?.[1];
      seen.push(data === undefined ? undefined : (JSON.parse(data) as Record<string, unknown>));
    }
  }
  return seen;
}
