import { Counter, Gauge, Histogram, register } from 'prom-client';
import { addUp, addUpText, growing, takeSnapshot } from './metrics-snapshot';

const calls = new Counter({ name: 'calls_total', help: 'of this test', labelNames: ['status'] });
const open = new Gauge({ name: 'open', help: 'of this test' });
const oldest = new Gauge({ name: 'oldest', help: 'of this test', aggregator: 'max' });
const seconds = new Histogram({ name: 'seconds', help: 'of this test', buckets: [1, 10] });
const lag = new Gauge({
  name: 'nodejs_eventloop_lag_p99_seconds',
  help: 'as that of Node',
  aggregator: 'average',
});

/** What a process would tell of itself, as it arrives at another. */
async function processWith(count: number) {
  register.resetMetrics();
  calls.inc({ status: 'ok' }, count);
  for (const gauge of [open, oldest, lag]) gauge.set(count);
  seconds.observe(count);
  return JSON.parse(JSON.stringify(await takeSnapshot())) as ReturnType<typeof takeSnapshot>;
}

describe('the metrics of several processes', () => {
  it('are added up, and gauges as they say', async () => {
    const text = await addUpText([await processWith(2), await processWith(5)]);
    expect(text).toContain('calls_total{status="ok"} 7');
    expect(text).toMatch(/^open 7$/m);
    expect(text).toMatch(/^oldest 5$/m);
    expect(text).toContain('seconds_bucket{le="10"} 2');
    expect(text).toContain('seconds_sum 7');
  });

  it('show the slowest event loop, where a mean would hide it', async () => {
    const text = await addUpText([await processWith(0), await processWith(9)]);
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds 9$/m);
  });

  it('keep what had grown of one that is gone, and not what was true of it', async () => {
    const gone = growing(await addUp([await processWith(1), await processWith(2)]));
    const text = await addUpText([gone, await processWith(10)]);
    expect(text).toContain('calls_total{status="ok"} 13');
    expect(text).toContain('seconds_count 3');
    expect(text).toMatch(/^open 10$/m);
  });
});
