import { Spawned } from '../testing/spawned.fixture';

describe('a process that is told to stop', () => {
  it('tells Prometheus of itself, and ends with 0, whatever the signal', async () => {
    const endedBy = async (signal: NodeJS.Signals) => {
      const api = new Spawned('testing/main.fixture.ts', [], { PORT: '0' });
      const [, url] = await api.output(/listening on (http:\/\/[^ "]+)/);
      const metrics = await (await fetch(`${url}/metrics`)).text();
      expect(metrics).toContain('process_resident_memory_bytes');
      api.kill(signal);
      return api.ended;
    };
    const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
    expect(await Promise.all(signals.map(endedBy))).toEqual([0, 0, 0]);
  });
});
