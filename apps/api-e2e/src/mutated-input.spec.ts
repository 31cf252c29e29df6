import fc from 'fast-check';
import { inParallel } from './in-parallel';
import { type FixtureHost, startFixtureHost } from './process/fixture-host';
import { type Envelope, initializeRequest, legacyRequest, modernRequest, type Params } from './wire/envelope';
import { leakIn } from './wire/leaks';
import { openSession } from './wire/legacy-session';
import { mutatedRequests, type RawRequest } from './wire/mutated-requests';
import { answerOf, post, send, type WireReply, wordsOf } from './wire/wire';

const REQUESTS = 10_000;
const IN_FLIGHT = 32;
/** Any other seed gives other requests. */
const SEED = Number(process.env['E2E_SEED'] ?? 20_251_125);

jest.setTimeout(60_000);

const VALID: [method: string, params: Params][] = [
  ['tools/list', {}],
  ['tools/call', { name: 'test_simple_text', arguments: {} }],
  ['tools/call', { name: 'echo_after_turns', arguments: { text: 'a', turns: 1 }, _meta: { progressToken: 1 } }],
  ['tools/call', { name: 'place_order', arguments: { customer: { email: 'a@b.example' }, lines: [{ quantity: 1 }] } }],
  ['tools/call', { name: 'json_schema_2020_12_tool', arguments: { name: 'a', phone: '1', reachedBy: 'phone' } }],
  ['tools/call', { name: 'test_x_mcp_header', arguments: { region: 'south' } }],
  ['tools/call', { name: 'test_input_required_result_elicitation', arguments: {}, inputResponses: { user_name: { action: 'accept', content: { name: 'a' } } } }],
  ['resources/list', {}],
  ['resources/templates/list', { cursor: 'a' }],
  ['resources/read', { uri: 'test://template/1/data' }],
  ['prompts/list', {}],
  ['prompts/get', { name: 'test_prompt_with_arguments', arguments: { arg1: 'a', arg2: 'b' } }],
  ['completion/complete', { ref: { type: 'ref/prompt', name: 'test_prompt_with_arguments' }, argument: { name: 'arg1', value: 'p' } }],
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
    await inParallel(requests, IN_FLIGHT, async (request) => {
      const fault = await faultOf(request);
      if (fault !== undefined) faults.push(fault);
    });

    expect(faults.slice(0, 5)).toEqual([]);
    expect(host.process.isRunning).toBe(true);
    // Warnings may stand there; an error would be one of ours.
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

async function faultOf({ headers, body }: RawRequest): Promise<string | undefined> {
  const shown = () => JSON.stringify({ headers, body: body.toString() });
  let reply: WireReply;
  try {
    reply = await send(host.url, { method: 'POST', headers, body });
  } catch (error) {
    return `no reply (${String(error)}): ${shown()}`;
  }
  if (reply.status >= 500 || reply.text.includes('Internal error')) return `${reply.status} ${reply.text}: ${shown()}`;
  const leak = leakIn(reply.text);
  return leak === undefined ? undefined : `leaked ${leak}: ${shown()}`;
}
