import type { Era } from './clients/client.interface';
import { type FixtureHost, startFixtureHost } from './process/fixture-host';
import { JSON_OR_STREAM } from './wire/envelope';
import { INVALID_PARAMS, INVALID_REQUEST, METHOD_NOT_FOUND, PARSE_ERROR } from './wire/error-code';
import { answerOf, refusalOf, wordsOf } from './wire/wire';
import { ERAS, WireClient } from './wire/wire-client';

const MAX_REQUEST_BYTES = 16 * 1024;

let host: FixtureHost;
let client: WireClient;

beforeAll(async () => {
  host = await startFixtureHost({ MAX_REQUEST_BYTES: String(MAX_REQUEST_BYTES) });
  client = await WireClient.open(host.url);
});

afterAll(() => host.process.stop());

describe.each<Era>(ERAS)('a host that is sent bad input in the %s era', (era) => {
  it('refuses a body that is no JSON', async () => {
    const { headers } = client.request(era, 'tools/list');
    const reply = await client.send({ method: 'POST', headers, body: '{"jsonrpc":' });
    expect(refusalOf(reply)).toEqual([400, PARSE_ERROR]);
    expect(answerOf(reply)).not.toHaveProperty('id');
  });

  it('refuses a batch', async () => {
    const { headers, body } = client.request(era, 'tools/list');
    const batch = JSON.stringify([body, body]);
    const reply = await client.send({ method: 'POST', headers, body: batch });
    expect(refusalOf(reply)).toEqual([400, INVALID_REQUEST]);
  });

  it.each([
    ['no "jsonrpc"', { id: 1, method: 'tools/list' }],
    ['a null id', { jsonrpc: '2.0', id: null, method: 'tools/list' }],
    ['a method that is no string', { jsonrpc: '2.0', id: 1, method: 5 }],
    ['params that are an array', { jsonrpc: '2.0', id: 1, method: 'tools/list', params: [] }],
  ])('refuses a message with %s', async (_what, body) => {
    const { headers } = client.request(era, 'tools/list');
    expect(refusalOf(await client.post({ headers, body }))).toEqual([400, INVALID_REQUEST]);
  });

  it('knows the method or says so', async () => {
    const reply = await client.post(client.request(era, 'tools/destroy'));
    expect(refusalOf(reply)).toEqual([era === 'modern' ? 404 : 200, METHOD_NOT_FOUND]);
  });

  it('knows the tool or says so', async () => {
    expect(answerOf(await client.call(era, 'no_such_tool')).error?.code).toBe(INVALID_PARAMS);
  });

  it('names each argument that does not fit, what it should be and what was found', async () => {
    const order = { customer: { email: 7 }, lines: [{ quantity: 0 }] };
    const words = wordsOf(answerOf(await client.call(era, 'place_order', order)));
    expect(words).toMatch(/customer\.email:.*expected string.*found a value of type number/i);
    expect(words).toMatch(/lines\.0\.quantity:.*>=1/);
  });

  it('names what a plain JSON Schema misses', async () => {
    const contact = { reachedBy: 'phone' };
    const words = wordsOf(answerOf(await client.call(era, 'json_schema_2020_12_tool', contact)));
    expect(words).toMatch(/required property '?"?phone/);
  });

  it('refuses a body over the limit', async () => {
    const text = 'x'.repeat(MAX_REQUEST_BYTES);
    const reply = await client.call(era, 'echo_after_turns', { text, turns: 0 });
    expect(reply.status).toBe(413);
  });

  it.each<[string, Record<string, string>, number]>([
    ['another content type', { 'content-type': 'text/plain' }, 415],
    ['a foreign origin', { origin: 'https://evil.example' }, 403],
  ])('refuses %s', async (_what, wrong, status) => {
    const { headers, body } = client.request(era, 'tools/list');
    const reply = await client.post({ headers: { ...headers, ...wrong }, body });
    expect(reply.status).toBe(status);
  });
});

it.each(['PUT', 'PATCH'])('refuses the method %s', async (method) => {
  const reply = await client.send({ method, headers: JSON_OR_STREAM, body: '{}' });
  expect(reply.status).toBe(405);
});
