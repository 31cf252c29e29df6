import fc from 'fast-check';
import type { Era } from './clients/client.interface';
import { inParallel } from './in-parallel';
import { type FixtureHost, startFixtureHost } from './process/fixture-host';
import { type Envelope, legacyRequest, modernRequest } from './wire/envelope';
import { openSession } from './wire/legacy-session';
import { answerOf, post, type WireReply, wordsOf } from './wire/wire';

const CALLS_PER_CLIENT = 500;
const IN_FLIGHT = 16;
/** Any other seed gives another interleaving. */
const SEED = 20_260_728;

/** Makes one client's call, whose id the other client uses at the same time. */
type Caller = (index: number, text: string, turns: number) => Envelope;

const NAMES = ['alice', 'bob'];

let host: FixtureHost;

beforeAll(async () => {
  host = await startFixtureHost();
});

afterAll(() => host.process.stop());

describe.each<[Era, () => Promise<Caller>]>([
  ['legacy', legacyCaller],
  ['modern', () => Promise.resolve(modernCaller)],
])('two clients of the %s era whose calls interleave', (_era, open) => {
  it('never see each other’s data', async () => {
    const callers = await Promise.all(NAMES.map(open));
    const turns = fc.sample(fc.integer({ min: 0, max: 20 }), {
      seed: SEED,
      numRuns: CALLS_PER_CLIENT * NAMES.length,
    });
    // Side by side, so that both calls of an id are under way together.
    const calls = turns.map((count, index) => ({
      name: NAMES[index % NAMES.length] as string,
      caller: callers[index % NAMES.length] as Caller,
      round: Math.floor(index / NAMES.length),
      turns: count,
    }));

    await inParallel(calls, IN_FLIGHT, async ({ name, caller, round, turns }) => {
      const text = `for ${name} in round ${round}`;
      const envelope = caller(round, text, turns);
      expectOnly(await post(host.url, envelope), envelope, text, turns);
    });
  });
});

/** Ids of a session must differ while they are in use, so the equal ones are those of two sessions. */
async function legacyCaller(): Promise<Caller> {
  const session = await openSession(host.url);
  await post(host.url, legacyRequest(session, 'log', 'logging/setLevel', { level: 'info' }));
  return (round, text, turns) =>
    legacyRequest(session, round, 'tools/call', {
      ...echo(text, turns),
      _meta: { progressToken: round },
    });
}

/** Requests that stand alone may all have the same id. */
const modernCaller: Caller = (_round, text, turns) =>
  modernRequest(1, 'tools/call', {
    ...echo(text, turns),
    _meta: { progressToken: 1, 'io.modelcontextprotocol/logLevel': 'info' },
  });

function echo(text: string, turns: number) {
  return { name: 'echo_after_turns', arguments: { text, turns } };
}

/** Every part of the reply answers this call and repeats this text, and its end is not missing. */
function expectOnly(reply: WireReply, { body }: Envelope, text: string, turns: number): void {
  const answer = answerOf(reply);
  const params = body['params'] as { _meta: { progressToken: number } };
  const told = reply.messages.slice(0, -1).map((message) => [message.method, message.params]);
  const steps = told.filter(([method]) => method === 'notifications/progress');
  const logged = told.filter((message) => !steps.includes(message));
  const { progressToken } = params._meta;

  expect({ id: answer.id, text: wordsOf(answer) }).toEqual({ id: body['id'], text });
  expect(logged).toEqual([['notifications/message', { level: 'info', data: text }]]);
  // Some are left out where a call reports more often than is sent; the last one never is.
  const reached = steps.map(([, step]) => (step as { progress: number }).progress);
  expect(reached).toEqual([...new Set(reached)].sort((one, other) => one - other));
  expect(reached.at(-1) ?? 0).toBe(turns);
  for (const [, step] of steps) {
    const { progress, ...rest } = step as { progress: number };
    expect({ progress, ...rest }).toEqual({ progressToken, progress, total: turns, message: text });
  }
}
