import { BEAT_MS, Heartbeat } from './heartbeat';

describe('the heartbeat', () => {
  const start = performance.now() + 1_000;
  let heartbeat: Heartbeat;
  let beaten: string[];
  beforeEach(() => {
    heartbeat = new Heartbeat();
    heartbeat.step(start);
    beaten = [];
  });
  afterEach(() => heartbeat.onApplicationShutdown());

  const member = (name: string) => ({ beat: () => void beaten.push(name) });
  const passing = (ms: number) => heartbeat.step(start + ms);

  it('beats for each connection again and again, counted from when it was opened', () => {
    heartbeat.add(member('first'));
    passing(1_000);
    heartbeat.add(member('second'));
    passing(BEAT_MS - 1);
    expect(beaten).toEqual([]);
    passing(BEAT_MS);
    expect(beaten).toEqual(['first']);
    passing(BEAT_MS + 1_000);
    expect(beaten).toEqual(['first', 'second']);
    passing(2 * BEAT_MS + 1_000);
    expect(beaten).toEqual(['first', 'second', 'first', 'second']);
  });

  it('leaves out one that has closed, also while it beats', () => {
    const closing = member('closing');
    heartbeat.add({ beat: () => heartbeat.remove(closing) });
    heartbeat.add(closing);
    passing(BEAT_MS);
    expect(beaten).toEqual([]);
  });

  it('beats once for a process that slept long', () => {
    heartbeat.add(member('a'));
    passing(10 * BEAT_MS);
    expect(beaten).toEqual(['a']);
  });
});
