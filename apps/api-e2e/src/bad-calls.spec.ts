import { randomUUID } from 'node:crypto';
import type { Era } from './clients/client.interface';
import { eventually } from '@repo/foundation/testing';
import { type FixtureHost, startFixtureHost } from './process/fixture-host';
import type { Params } from './wire/envelope';
import { legacyNotification } from './wire/legacy-session';
import { answerOf, wordsOf } from './wire/wire';
import { ERAS, WireClient } from './wire/wire-client';

const MAX_RESULT_BYTES = 32 * 1024;

let host: FixtureHost;
let client: WireClient;

beforeAll(async () => {
  host = await startFixtureHost({ MAX_RESULT_BYTES: String(MAX_RESULT_BYTES) });
  client = await WireClient.open(host.url);
});

afterAll(() => host.process.stop());

const wordsOfCall = async (era: Era, tool: string, args?: Params) =>
  wordsOf(answerOf(await client.call(era, tool, args)));

describe.each<Era>(ERAS)('a call of the %s era', (era) => {
  it('whose result is over the limit is told so, and not sent it', async () => {
    const reply = await client.call(era, 'big_result', { bytes: MAX_RESULT_BYTES });
    expect(wordsOf(answerOf(reply))).toContain(String(MAX_RESULT_BYTES));
    expect(reply.text.length).toBeLessThan(1000);
  });

  it('that throws is told only a reference, under which the log has the rest', async () => {
    const words = await wordsOfCall(era, 'throw_secret');
    const [, reference] = /reference:? ([0-9a-f-]{36})/i.exec(words) ?? [];

    expect(reference).toBeDefined();
    await eventually(() => {
      expect(host.process.output).toContain(reference);
      expect(host.process.output).toMatch(/TypeError.*refused[\s\S]*throwSecret/);
    });
  });

  it.each(['throw_undefined', 'circular_result'])('of %s is told a reference', async (tool) => {
    expect(await wordsOfCall(era, tool)).toMatch(/reference/i);
  });

  it('that does not end by itself is ended', async () => {
    expect(await wordsOfCall(era, 'hang')).toContain('0.2 s');
  });
});

describe.each<[string, Params]>([
  ['before the response', {}],
  ['in the middle of the response’s stream', { progressToken: 'stream' }],
])('a client that goes away %s', (_when, meta) => {
  it('has its call stopped in the modern era', async () => {
    const { fate } = await leaveWaitingCall('modern', meta);
    await eventually(async () => expect(await fate()).toMatch(/^aborted:.*gone/));
  });

  it('can come back to its call, and stop it, in the legacy era', async () => {
    const { id, fate } = await leaveWaitingCall('legacy', meta);
    const cancelled = legacyNotification(client.session, 'notifications/cancelled', {
      requestId: id,
    });
    await client.post(cancelled);
    await eventually(async () =>
      expect(await fate()).toMatch(/^aborted:.*cancelled by the client/i),
    );
  });
});

it('leaves the host able to answer, and to end in good order', async () => {
  expect(await wordsOfCall('legacy', 'test_simple_text')).toContain('simple text');
  expect(await wordsOfCall('modern', 'test_simple_text')).toContain('simple text');
  expect(await host.process.stop()).toEqual({ code: 0, signal: null });
});

/** Starts a call that waits, and drops its connection once it does. */
async function leaveWaitingCall(era: Era, _meta: Params) {
  const id = randomUUID();
  const fate = () => wordsOfCall(era, 'fate_of', { key: id });
  const params = { name: 'wait_for_abort', arguments: { key: id }, _meta };
  const connection = new AbortController();
  const { signal } = connection;
  const call = client.post(client.request(era, 'tools/call', params, id), { signal });
  const lost = expect(call).rejects.toThrow();
  await eventually(async () => expect(await fate()).toBe('waiting'));
  connection.abort();
  await lost;
  return { id, fate };
}
