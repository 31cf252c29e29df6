import { randomUUID } from 'node:crypto';
import type { Era } from './clients/client.interface';
import { eventually } from './eventually';
import { type FixtureHost, startFixtureHost } from './process/fixture-host';
import {
  type Envelope,
  initializeRequest,
  JSON_OR_STREAM,
  legacyRequest,
  modernRequest,
  type Params,
} from './wire/envelope';
import { leakIn } from './wire/leaks';
import { openSession } from './wire/legacy-session';
import { answerOf, post, send, type WireReply, wordsOf } from './wire/wire';

const MAX_REQUEST_BYTES = 16 * 1024;
const MAX_RESULT_BYTES = 32 * 1024;

const PARSE_ERROR = -32700;
const INVALID_REQUEST = -32600;
const METHOD_NOT_FOUND = -32601;
const INVALID_PARAMS = -32602;
const HEADER_MISMATCH = -32020;
const MISSING_CAPABILITY = -32021;
const UNSUPPORTED_VERSION = -32022;

jest.setTimeout(20_000);

let host: FixtureHost;
let session: string;

beforeAll(async () => {
  host = await startFixtureHost({
    MAX_REQUEST_BYTES: String(MAX_REQUEST_BYTES),
    MAX_RESULT_BYTES: String(MAX_RESULT_BYTES),
  });
  session = await openSession(host.url);
});

afterAll(() => host.process.stop());

const request: Record<Era, (method: string, params?: Params) => Envelope> = {
  legacy: (method, params) => legacyRequest(session, randomUUID(), method, params),
  modern: (method, params) => modernRequest(randomUUID(), method, params),
};

const rpc = (era: Era, method: string, params?: Params) =>
  checked(post(host.url, request[era](method, params)));

const call = (era: Era, name: string, args: Params = {}) =>
  rpc(era, 'tools/call', { name, arguments: args });

/** Whatever was wrong with a request: it is the client's fault, and tells nothing of this machine. */
async function checked(sent: Promise<WireReply>): Promise<WireReply> {
  const reply = await sent;
  expect(reply.status).toBeLessThan(500);
  expect(leakIn(reply.text)).toBeUndefined();
  return reply;
}

/** Whether the response has begun, as an event stream, when its client goes. */
const WAYS_TO_WAIT: [string, Params][] = [
  ['before the response', {}],
  ['in the middle of a stream', { progressToken: 'stream' }],
];

const outcomeOf = (reply: WireReply) => [reply.status, answerOf(reply).error?.code];

describe.each<Era>(['legacy', 'modern'])('in the %s era', (era) => {
  it('refuses a body that is no JSON', async () => {
    const { headers } = request[era]('tools/list');
    const reply = await checked(send(host.url, { method: 'POST', headers, body: '{"jsonrpc":' }));
    expect(outcomeOf(reply)).toEqual([400, PARSE_ERROR]);
    expect(answerOf(reply).id).toBeNull();
  });

  it('refuses a batch', async () => {
    const { headers, body } = request[era]('tools/list');
    const reply = await checked(
      send(host.url, { method: 'POST', headers, body: JSON.stringify([body, body]) }),
    );
    expect(outcomeOf(reply)).toEqual([400, INVALID_REQUEST]);
  });

  it.each([
    ['no "jsonrpc"', { id: 1, method: 'tools/list' }],
    ['a null id', { jsonrpc: '2.0', id: null, method: 'tools/list' }],
    ['a method that is no string', { jsonrpc: '2.0', id: 1, method: 5 }],
    ['params that are an array', { jsonrpc: '2.0', id: 1, method: 'tools/list', params: [] }],
  ])('refuses a message with %s', async (_what, body) => {
    const { headers } = request[era]('tools/list');
    const reply = await checked(post(host.url, { headers, body }));
    expect(outcomeOf(reply)).toEqual([400, INVALID_REQUEST]);
  });

  it('knows the method or says so', async () => {
    const reply = await rpc(era, 'tools/destroy');
    expect(outcomeOf(reply)).toEqual([era === 'modern' ? 404 : 200, METHOD_NOT_FOUND]);
  });

  it('knows the tool or says so', async () => {
    expect(answerOf(await call(era, 'no_such_tool')).error?.code).toBe(INVALID_PARAMS);
  });

  it('names each argument that does not fit, what it should be and what was found', async () => {
    const words = wordsOf(
      answerOf(
        await call(era, 'place_order', { customer: { email: 7 }, lines: [{ quantity: 0 }] }),
      ),
    );
    expect(words).toContain('customer.email');
    expect(words).toMatch(/expected string/i);
    expect(words).toContain('found a value of type number');
    expect(words).toContain('lines.0.quantity');
    expect(words).toContain('>=1');
  });

  it('names what a plain JSON Schema forbids', async () => {
    const words = wordsOf(
      answerOf(await call(era, 'json_schema_2020_12_tool', { reachedBy: 'phone' })),
    );
    expect(words).toContain('phone');
  });

  it('refuses a body over the limit', async () => {
    const reply = await checked(
      post(
        host.url,
        request[era]('tools/call', {
          name: 'echo_after_turns',
          arguments: { text: 'x'.repeat(MAX_REQUEST_BYTES), turns: 0 },
        }),
      ),
    );
    expect(reply.status).toBe(413);
  });

  it('says that a result is over the limit, without sending it', async () => {
    const reply = await call(era, 'big_result', { bytes: MAX_RESULT_BYTES });
    expect(wordsOf(answerOf(reply))).toContain(String(MAX_RESULT_BYTES));
    expect(reply.text.length).toBeLessThan(1000);
  });

  it('tells of a thrown error only a reference, under which the log has the rest', async () => {
    const words = wordsOf(answerOf(await call(era, 'throw_secret')));
    const [, reference] = /reference:? ([0-9a-f-]{36})/i.exec(words) ?? [];

    expect(reference).toBeDefined();
    await eventually(() => {
      expect(host.process.output).toContain(reference);
      expect(host.process.output).toMatch(/TypeError.*refused[\s\S]*throwSecret/);
    });
  });

  it.each(['throw_undefined', 'circular_result'])('survives %s', async (tool) => {
    expect(wordsOf(answerOf(await call(era, tool)))).toMatch(/reference/i);
  });

  it('ends a call that does not end by itself', async () => {
    expect(wordsOf(answerOf(await call(era, 'hang')))).toContain('0.2 s');
  });
});

describe('a legacy client', () => {
  it('is told that its session is unknown', async () => {
    const reply = await checked(post(host.url, legacyRequest(randomUUID(), 1, 'tools/list')));
    expect(reply.status).toBe(404);
  });

  it('is told that its session is missing', async () => {
    const body = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };
    const reply = await checked(post(host.url, { headers: JSON_OR_STREAM, body }));
    expect(reply.status).toBe(400);
  });

  it('cannot use a session that it has ended', async () => {
    const ended = await openSession(host.url);
    const { headers } = legacyRequest(ended, 1, 'ping');
    await checked(send(host.url, { method: 'DELETE', headers }));
    expect((await checked(post(host.url, legacyRequest(ended, 1, 'ping')))).status).toBe(404);
  });

  it('is told which revisions there are', async () => {
    const { headers, body } = legacyRequest(session, 1, 'tools/list');
    const reply = await checked(
      post(host.url, { headers: { ...headers, 'mcp-protocol-version': '1999-01-01' }, body }),
    );
    expect(reply.status).toBe(400);
    expect(wordsOf(answerOf(reply))).toContain('2025-11-25');
  });

  it('is offered our newest revision when it asks for one that is unknown', async () => {
    const { headers, body } = initializeRequest();
    const params = { ...(body['params'] as Params), protocolVersion: '1999-01-01' };
    const answer = answerOf(await checked(post(host.url, { headers, body: { ...body, params } })));
    expect(answer.result?.['protocolVersion']).toBe('2025-11-25');
  });

  it.each(WAYS_TO_WAIT)(
    'does not have its call stopped by a connection lost %s',
    async (_when, meta) => {
      const { key, fate } = await leaveWaitingCall('legacy', meta);
      // The session lives on, and so does the call: another request of it goes through.
      expect(await fate()).toBe('waiting');
      const { headers, body } = legacyRequest(session, 1, 'notifications/cancelled', {
        requestId: key,
      });
      delete body['id'];
      await post(host.url, { headers, body });
      await eventually(async () => expect(await fate()).toBe('aborted'));
    },
  );
});

describe('a modern client', () => {
  it.each<[string, Record<string, string>]>([
    ['another revision', { 'mcp-protocol-version': '2099-01-01' }],
    ['another method', { 'mcp-method': 'tools/list' }],
    ['another tool', { 'mcp-name': 'test_simple_text' }],
    ['another argument', { 'mcp-param-region': 'north' }],
    ['bad base64', { 'mcp-param-region': '=?base64?c291dGg?=' }],
  ])('is refused when its headers name %s than its body', async (_what, wrong) => {
    const { headers, body } = request.modern('tools/call', {
      name: 'test_x_mcp_header',
      arguments: { region: 'south' },
    });
    const right = { ...headers, 'mcp-param-region': 'south' };

    const reply = await checked(post(host.url, { headers: { ...right, ...wrong }, body }));
    expect(outcomeOf(reply)).toEqual([400, HEADER_MISMATCH]);
    expect(wordsOf(answerOf(await post(host.url, { headers: right, body })))).toBe('Region: south');
  });

  it('is told which revisions there are', async () => {
    const { headers, body } = request.modern('tools/list', {
      _meta: { 'io.modelcontextprotocol/protocolVersion': '2099-01-01' },
    });
    const reply = await checked(
      post(host.url, { headers: { ...headers, 'mcp-protocol-version': '2099-01-01' }, body }),
    );
    expect(outcomeOf(reply)).toEqual([400, UNSUPPORTED_VERSION]);
    expect(answerOf(reply).error?.data).toMatchObject({ requested: '2099-01-01' });
  });

  it('is told what it did not declare', async () => {
    const reply = await call('modern', 'test_missing_capability');
    expect(outcomeOf(reply)).toEqual([400, MISSING_CAPABILITY]);
    expect(answerOf(reply).error?.data).toEqual({ requiredCapabilities: { sampling: {} } });
  });

  it('cannot answer with a state that it made up', async () => {
    const reply = await rpc('modern', 'tools/call', {
      name: 'test_input_required_result_request_state',
      arguments: {},
      requestState: Buffer.from('{"confirm":{"action":"accept"}}').toString('base64url'),
      _meta: { 'io.modelcontextprotocol/clientCapabilities': { elicitation: {} } },
    });
    expect(answerOf(reply).error?.code).toBe(INVALID_PARAMS);
  });

  it.each(WAYS_TO_WAIT)('stops its call by going away %s', async (_when, meta) => {
    const { fate } = await leaveWaitingCall('modern', meta);
    await eventually(async () => expect(await fate()).toBe('aborted'));
  });
});

describe('whichever era', () => {
  it.each<[string, Record<string, string>, number]>([
    ['another content type', { 'content-type': 'text/plain' }, 415],
    ['a foreign origin', { origin: 'https://evil.example' }, 403],
  ])('refuses %s', async (_what, wrong, status) => {
    for (const era of ['legacy', 'modern'] as const) {
      const { headers, body } = request[era]('tools/list');
      const reply = await checked(post(host.url, { headers: { ...headers, ...wrong }, body }));
      expect([era, reply.status]).toEqual([era, status]);
    }
  });

  it.each(['PUT', 'PATCH'])('refuses the method %s', async (method) => {
    const reply = await checked(send(host.url, { method, headers: JSON_OR_STREAM, body: '{}' }));
    expect([404, 405]).toContain(reply.status);
  });

  it('has not harmed the host', async () => {
    expect(host.process.isRunning).toBe(true);
    for (const era of ['legacy', 'modern'] as const) {
      expect(wordsOf(answerOf(await call(era, 'test_simple_text')))).toContain('simple text');
    }
    expect(await host.process.stop()).toEqual({ code: 0, signal: null });
  });
});

/** Starts a call that waits, and drops its connection once it does. */
async function leaveWaitingCall(era: Era, _meta: Params) {
  const key = randomUUID();
  const fate = async () => wordsOf(answerOf(await call(era, 'fate_of', { key })));
  const params = { name: 'wait_for_abort', arguments: { key }, _meta };
  const envelope =
    era === 'legacy'
      ? legacyRequest(session, key, 'tools/call', params)
      : modernRequest(key, 'tools/call', params);
  const connection = new AbortController();
  const lost = expect(post(host.url, envelope, { signal: connection.signal })).rejects.toThrow();
  await eventually(async () => expect(await fate()).toBe('waiting'));
  connection.abort();
  await lost;
  return { key, fate };
}
