import { CallsInFlight } from './calls-in-flight';

describe('a process that stops', () => {
  it('waits for none where none is under way', async () => {
    await new CallsInFlight().idle();
  });

  it('waits for the last call', async () => {
    const calls = new CallsInFlight();
    const seen: string[] = [];
    calls.begin();
    calls.begin();
    const idle = calls.idle().then(() => seen.push('idle'));
    calls.end();
    await Promise.resolve();
    seen.push('first ended');
    calls.end();
    await idle;
    expect(seen).toEqual(['first ended', 'idle']);
  });
});
