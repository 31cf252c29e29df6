import { type FixtureHost, startFixtureHost } from './process/fixture-host';
import { legacyRequest, type Params } from './wire/envelope';
import { legacyResponse, openSession } from './wire/legacy-session';
import { post, send, stream, type WireMessage, wordsOf } from './wire/wire';

let host: FixtureHost;
/** Of two clients that know nothing of each other. */
let alice: string;
let mallory: string;

beforeAll(async () => {
  host = await startFixtureHost();
  alice = await openSession(host.url, { elicitation: {} });
  mallory = await openSession(host.url, { elicitation: {} });
});

afterAll(() => host.process.stop());

/** Makes a call in a session and hands out what is streamed back. */
function callOf(session: string, name: string, args: Params, _meta: Params = {}) {
  const { headers, body } = legacyRequest(session, 1, 'tools/call', {
    name,
    arguments: args,
    _meta,
  });
  return stream(host.url, { method: 'POST', headers, body: JSON.stringify(body) });
}

const accept = (username: string) => ({
  action: 'accept',
  content: { username, email: 'a@b.example' },
});

describe('a client with a session of its own', () => {
  it('cannot answer a question of another session, though it may guess its id', async () => {
    const answers: WireMessage[] = [];
    for await (const { message } of callOf(alice, 'test_elicitation', {
      message: 'Who are you?',
    })) {
      answers.push(message);
      if (message.method !== 'elicitation/create') continue;
      await post(host.url, legacyResponse(mallory, message.id, accept('mallory')));
      await post(host.url, legacyResponse(alice, message.id, accept('alice')));
    }

    const words = wordsOf(answers.at(-1) ?? {});
    expect(words).toContain('alice');
    expect(words).not.toContain('mallory');
  });

  it('cannot read the stream of another session, though it may have an event id of it', async () => {
    const ids: string[] = [];
    const call = callOf(
      alice,
      'echo_after_turns',
      { text: 'for alice', turns: 5 },
      { progressToken: 1 },
    );
    for await (const { eventId } of call) if (eventId !== undefined) ids.push(eventId);
    expect(ids.length).toBeGreaterThan(1);

    const resumed = await resume(alice, ids[0] as string);
    const stolen = await resume(mallory, ids[0] as string);

    expect(resumed.text).toContain('for alice');
    expect(stolen.text).not.toContain('for alice');
  });
});

/** Asks for what followed an event of a stream that has ended. */
function resume(session: string, lastEventId: string) {
  const { headers } = legacyRequest(session, 1, '');
  return send(host.url, { headers: { ...headers, 'last-event-id': lastEventId } });
}
