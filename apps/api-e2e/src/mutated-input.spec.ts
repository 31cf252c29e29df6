import fc from 'fast-check';
import { mutatedRequests, type RawRequest } from '@repo/mcp-core/testing/mutated-requests';
import { inParallel } from './in-parallel';
import { type FixtureHost, startFixtureHost } from './process/fixture-host';
import {
  type Envelope,
  initializeRequest,
  legacyRequest,
  modernRequest,
  type Params,
} from './wire/envelope';
import { leakIn } from './wire/leaks';
import { openSession } from './wire/legacy-session';
import { answerOf, post, send, type WireReply, wordsOf } from './wire/wire';

const REQUESTS = 10_000;
const IN_FLIGHT = 32;
/** Any other seed gives other requests. */
const SEED = Number(process.env['E2E_SEED'] ?? 20_251_125);

const VALID: [method: string, params: Params][] = [
  ['tools/list', {}],
  ['tools/call', { name: 'test_simple_text', arguments: {} }],
  [
    'tools/call',
    { name: 'echo_after_turns', arguments: { text: 'a', turns: 1 }, _meta: { progressToken: 1 } },
  ],
  [
    'tools/call',
    {
      name: 'place_order',
      arguments: { customer: { email: 'a@b.example' }, lines: [{ quantity: 1 }] },
    },
  ],
  [
    'tools/call',
    { name: 'json_schema_2020_12_tool', arguments: { name: 'a', phone: '1', reachedBy: 'phone' } },
  ],
  ['tools/call', { name: 'test_x_mcp_header', arguments: { region: 'south' } }],
  [
    'tools/call',
    {
      name: 'test_input_required_result_elicitation',
      arguments: {},
      inputResponses: { user_name: { action: 'accept', content: { name: 'a' } } },
    },
  ],
  ['resources/list', {}],
  ['resources/templates/list', { cursor: 'a' }],
  ['resources/read', { uri: 'test://template/1/data' }],
  ['prompts/list', {}],
  ['prompts/get', { name: 'test_prompt_with_arguments', arguments: { arg1: 'a', arg2: 'b' } }],
  [
    'completion/complete',
    {
      ref: { type: 'ref/prompt', name: 'test_prompt_with_arguments' },
      argument: { name: 'arg1', value: 'p' },
    },
  ],
];

let host: FixtureHost;
let session: string;

beforeAll(async () => {
  host = await startFixtureHost();
  session = await openSession(host.url);
});

afterAll(() => host.process.stop());

describe('a host that is sent rubbish', () => {
  it(`blames the client for all of ${REQUESTS} mutated requests of seed ${SEED}, and stays as it was`, async () => {
    const requests = fc.sample(mutatedRequests(validRequests()), { seed: SEED, numRuns: REQUESTS });

    const faults: string[] = [];
    let served = 0;
    await inParallel(requests, IN_FLIGHT, async (request) => {
      const reply = await send(host.url, { method: 'POST', ...request });
      const fault = faultIn(reply);
      if (fault !== undefined) faults.push(`${fault} after ${shown(request)}`);
      if (reply.status === 200) served += 1;
    });

    expect(faults.slice(0, 5)).toEqual([]);
    // Many get as far as the engine, and so show more than the first check.
    expect(served).toBeGreaterThan(REQUESTS / 4);
    expect(host.process.isRunning).toBe(true);
    // A stack in the log would be of a fault of ours.
    expect(leakIn(host.process.output)).toBeUndefined();
    for (const envelope of [
      modernRequest(1, 'tools/call', { name: 'test_simple_text' }),
      legacyRequest(session, 1, 'tools/call', { name: 'test_simple_text' }),
    ]) {
      const answer = answerOf(await post(host.url, envelope));
      expect(wordsOf(answer)).toBe('This is a simple text response for testing.');
    }
  });
});

function validRequests(): Envelope[] {
  return [
    initializeRequest(),
    ...VALID.flatMap(([method, params]) => [
      modernRequest(1, method, params),
      legacyRequest(session, 1, method, params),
    ]),
    modernRequest(1, 'server/discover'),
    legacyRequest(session, 1, 'ping'),
    legacyRequest(session, 1, 'logging/setLevel', { level: 'error' }),
    legacyRequest(session, 1, 'resources/subscribe', { uri: 'test://static-text' }),
  ];
}

/** What in a reply is no fault of the client's. */
function faultIn({ status, text }: WireReply): string | undefined {
  if (status >= 500 || text.includes('Internal error')) return `${status} ${text}`;
  const leak = leakIn(text);
  return leak && `${leak} leaked`;
}

function shown({ headers, body }: RawRequest): string {
  return JSON.stringify({ headers, body: body.toString() });
}
