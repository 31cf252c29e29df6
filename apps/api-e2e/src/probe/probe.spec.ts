import { McpHttpHost } from '@repo/mcp-core';
import { createHarness, type Harness } from '@repo/mcp-core/testing';
import type { Arguments, Era, LiveClient } from '../clients/client.interface';
import { V1Client } from '../clients/v1.client';
import { V2Client } from '../clients/v2.client';
import { inProcessFetch } from './in-process-fetch';
import { ProbeModule } from './probe.module';

interface Expected {
  text: unknown;
  isError?: boolean;
  structured?: unknown;
  /** Before 2026-07-28 structured content is an object: any other is the `result` of one. */
  wraps?: boolean;
}

/** A row a tool: its arguments, and its answer. */
const CALLS: Record<string, [Arguments, Expected]> = {
  return_text: [{}, { text: 'a text' }],
  return_nothing: [{}, { text: '' }],
  return_number: [{}, { text: '42' }],
  return_boolean: [{}, { text: 'false' }],
  return_object: [{}, { text: '{"city":"Berlin"}' }],
  return_array: [{}, { text: '[1,"two",{"three":3}]' }],
  return_date: [{}, { text: '"1970-01-01T00:00:00.000Z"' }],
  return_class: [{}, { text: '{"number":"7","total":12.5}' }],
  return_promise: [{}, { text: '{"paid":true}' }],
  return_query: [{}, { text: '[{"id":1}]' }],
  return_observable: [{}, { text: 'last' }],
  return_domain_content: [{}, { text: '{"content":["a paragraph"],"author":"Ada"}' }],
  return_domain_type: [{}, { text: '{"type":"text","at":7}' }],

  content_image: [{}, { text: '[image]' }],
  content_audio: [{}, { text: '[audio]' }],
  content_file: [{}, { text: 'a,b\n1,2\n' }],
  content_bytes: [{}, { text: '[resource]' }],
  content_link: [{}, { text: '[resource_link]' }],
  content_blocks: [{}, { text: 'An image:\n[image]' }],
  content_result: [{}, { text: 'refused', isError: true }],

  input_transformed: [{ day: '1970-01-02' }, { text: '86400000 10' }],
  input_refined: [{ name: 'free' }, { text: 'free is free' }],
  output_stripped: [
    {},
    { text: '{"id":7,"role":"member"}', structured: { id: 7, role: 'member' } },
  ],
  input_union: [{ kind: 'square', side: 3 }, { text: '9' }],
  output_array: [
    {},
    { text: `[{"id":1,"role":"member"}]`, structured: [{ id: 1, role: 'member' }], wraps: true },
  ],
  output_scalar: [{}, { text: '3', structured: 3, wraps: true }],
  output_union: [
    {},
    { text: '{"kind":"square","side":2}', structured: { kind: 'square', side: 2 } },
  ],
  output_wrong: [{}, fault()],

  inherited_tool: [{}, { text: 'Emma, Persuasion' }],
  factory_tool: [{}, { text: 'Grace' }],
  value_tool: [{}, { text: 'Open' }],
  scoped_tool: [{}, { text: expect.stringMatching(/^(modern|legacy)$/) }],

  context_progress: [{}, { text: 'done' }],
  context_timeout: [{}, failure('No result within 0.05 s; the call was stopped.')],
  context_headers: [{}, { text: '{"x-request-id":"7"}' }],
  context_client: [
    {},
    { text: expect.stringMatching(/^e2e-v[12] of (modern|legacy), anonymous$/) },
  ],

  ask_form: [{}, { text: '{"city":"some city","nights":1,"late":true,"room":"single"}' }],
  ask_twice: [{}, { text: 'some who, some when' }],
  ask_within_try: [{}, { text: 'some name' }],
  ask_url: [{}, { text: 'accept' }],

  fail_for_model: [{}, failure('No such invoice. List them first.')],
  fail_validation: [{}, failure('name must be a string\nage must be positive')],
  fail_not_found: [{}, failure('No such invoice.')],
  fail_server: [{}, fault()],
  fail_fault: [{}, fault()],
  fail_late: [{}, fault()],

  refuse_map: [{}, failure(expect.stringContaining('Map'))],
  refuse_iterator: [{}, failure(expect.stringContaining('sequence'))],
  refuse_async_iterable: [{}, failure(expect.stringContaining('sequence'))],
  refuse_circle: [{}, fault()],
  refuse_bigint: [{}, fault()],
  refuse_bad_content: [{}, failure(expect.stringContaining('base64'))],
};

/** What is refused by a JSON-RPC error. */
const REFUSED: Record<string, [Arguments, string]> = {
  fail_forbidden: [{}, 'Not on Sundays.'],
};

function failure(text: unknown): Expected {
  return { text, isError: true };
}

function fault(): Expected {
  return failure(expect.stringMatching(/^Internal error. Reference: [0-9a-f-]{36}$/));
}

let harness: Harness;
const fetchInProcess = inProcessFetch(() => harness.get(McpHttpHost), { 'x-request-id': '7' });

beforeAll(async () => {
  harness = await createHarness({ imports: [ProbeModule], onFault: () => undefined });
});
afterAll(() => harness.close());

const URL_IN_PROCESS = new URL('http://localhost/mcp');

/** Each client with the code that it gives a missing resource; the second generation's knows one alone. */
describe.each<[string, Era, number, () => Promise<LiveClient>]>([
  ['the v1 client', 'legacy', -32002, () => V1Client.overHttp(URL_IN_PROCESS, fetchInProcess)],
  [
    'the v2 client',
    'legacy',
    -32602,
    () => V2Client.overHttp(URL_IN_PROCESS, 'legacy', fetchInProcess),
  ],
  [
    'the v2 client',
    'modern',
    -32602,
    () => V2Client.overHttp(URL_IN_PROCESS, 'modern', fetchInProcess),
  ],
])('features of every shape, for %s in the %s era', (_name, era, missing, connect) => {
  let client: LiveClient;
  beforeAll(async () => {
    client = await connect();
  });
  afterAll(() => client.close());

  it('are all called here', async () => {
    // Both clients check structured content against the schemas of this list.
    expect(await client.toolNames()).toEqual(
      [...Object.keys(CALLS), ...Object.keys(REFUSED)].sort(),
    );
  });

  it.each(Object.entries(CALLS))('answer: %s', async (name, [args, row]) => {
    const { wraps, ...expected } = { isError: false, ...row };
    if (wraps && era === 'legacy') expected.structured = { result: expected.structured };
    expect(await client.callTool(name, args)).toEqual(expected);
  });

  it.each(Object.entries(REFUSED))('refuse: %s', async (name, [args, message]) => {
    await expect(client.callTool(name, args)).rejects.toThrow(message);
  });

  it('tell what is wrong with their arguments', async () => {
    expect(await client.callTool('input_refined', { name: 'taken' })).toMatchObject(
      failure(expect.stringContaining('name: is taken')),
    );
  });

  it('report progress', async () => {
    const steps: number[] = [];
    await client.callTool('context_progress', {}, { onProgress: (step) => steps.push(step) });
    expect(steps.at(-1)).toBe(3);
  });

  it.each([
    ['probe://text', 'a text'],
    ['probe://json', '{"city":"Berlin"}'],
    ['probe://bytes', ''],
    ['probe://pages/de/a/b', 'a/b (de)'],
  ])('are read: %s', async (uri, text) => {
    expect(await client.readResource(uri)).toBe(text);
  });

  it.each(['probe://nothing', 'probe://missing', 'probe://gone', 'probe://unknown'])(
    'are missing: %s',
    async (uri) => {
      await expect(client.readResource(uri)).rejects.toMatchObject({ code: missing });
    },
  );

  it('are prompts', async () => {
    expect(await client.getPrompt('probe_review', { language: 'go', lines: '41' })).toBe(
      'Review 42 lines of go.',
    );
    expect(await client.getPrompt('probe_picture', {})).toBe('What is this?');
    expect(await client.complete('probe_review', 'language', 'ru')).toEqual(['rust', 'ruby']);
  });
});
