import type { HttpRequest } from '@repo/mcp-core';
import { CallsInFlight } from './calls-in-flight';

const handled = { status: 200, headers: {} };

/** A request to a handler whose calls are counted. @returns what ends it */
function begin(calls: CallsInFlight, headers: HttpRequest['headers'] = {}): () => void {
  let end = (): void => undefined;
  const onDisconnect = (listener: () => void) => void (end = listener);
  const request = { method: 'POST', headers, body: undefined, onDisconnect };
  void calls.counted({ handle: async () => handled }).handle(request);
  return () => end();
}

describe('a process that stops', () => {
  it('waits for none where none is under way', async () => {
    await new CallsInFlight().idle();
  });

  it('waits for no stream of news, which would never end', async () => {
    const calls = new CallsInFlight();
    begin(calls, { 'mcp-method': 'subscriptions/listen' });
    await calls.idle();
  });

  it('waits for the last call', async () => {
    const calls = new CallsInFlight();
    const seen: string[] = [];
    const ends = [begin(calls), begin(calls)];
    const idle = calls.idle().then(() => seen.push('idle'));
    ends[0]?.();
    await Promise.resolve();
    seen.push('first ended');
    ends[1]?.();
    await idle;
    expect(seen).toEqual(['first ended', 'idle']);
  });
});
