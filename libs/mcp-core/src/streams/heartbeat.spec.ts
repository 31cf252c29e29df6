import { HEARTBEAT_INTERVAL_MS, Heartbeat } from './heartbeat';

describe('the heartbeat', () => {
  const start = performance.now() + 1_000;
  let heartbeat: Heartbeat;
  let sent: string[];
  beforeEach(() => {
    heartbeat = new Heartbeat();
    heartbeat.tick(start);
    sent = [];
  });
  afterEach(() => heartbeat.onApplicationShutdown());

  const member = (name: string) => ({ onHeartbeat: () => void sent.push(name) });
  const passing = (ms: number) => heartbeat.tick(start + ms);

  it('is sent to each connection at intervals, counted from when it was opened', () => {
    heartbeat.add(member('first'));
    passing(1_000);
    heartbeat.add(member('second'));
    passing(HEARTBEAT_INTERVAL_MS - 1);
    expect(sent).toEqual([]);
    passing(HEARTBEAT_INTERVAL_MS);
    expect(sent).toEqual(['first']);
    passing(HEARTBEAT_INTERVAL_MS + 1_000);
    expect(sent).toEqual(['first', 'second']);
    passing(2 * HEARTBEAT_INTERVAL_MS + 1_000);
    expect(sent).toEqual(['first', 'second', 'first', 'second']);
  });

  it('leaves out one that has closed, also while it beats', () => {
    const closing = member('closing');
    heartbeat.add({ onHeartbeat: () => heartbeat.remove(closing) });
    heartbeat.add(closing);
    passing(HEARTBEAT_INTERVAL_MS);
    expect(sent).toEqual([]);
  });

  it('is sent once by a process that was suspended', () => {
    heartbeat.add(member('a'));
    passing(10 * HEARTBEAT_INTERVAL_MS);
    expect(sent).toEqual(['a']);
  });
});
