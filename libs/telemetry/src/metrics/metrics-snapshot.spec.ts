import { Counter, Gauge, Histogram, register } from 'prom-client';
import { histogram } from './metric';
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
    const text = await addUpText([await processWith(2), await processWith(5)], 'text');
    expect(text).toContain('calls_total{status="ok"} 7');
    expect(text).toMatch(/^open 7$/m);
    expect(text).toMatch(/^oldest 5$/m);
    expect(text).toContain('seconds_bucket{le="10"} 2');
    expect(text).toContain('seconds_sum 7');
  });

  it('show the slowest event loop, where a mean would hide it', async () => {
    const text = await addUpText([await processWith(0), await processWith(9)], 'text');
    expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds 9$/m);
  });

  it('keep what had grown of one that is gone, and not what was true of it', async () => {
    const gone = growing(await addUp([await processWith(1), await processWith(2)]));
    const text = await addUpText([gone, await processWith(10)], 'text');
    expect(text).toContain('calls_total{status="ok"} 13');
    expect(text).toContain('seconds_count 3');
    expect(text).toMatch(/^open 10$/m);
  });
});

describe('a histogram that is collected', () => {
  const sample = (value: number, timestamp: number, trace?: string) => ({
    labels: { tool: 'roll' },
    counts: [value, 0, 1],
    sum: 2 * value,
    ...(trace && {
      exemplars: [{ labelSet: { trace_id: trace }, value: 0.5, timestamp }],
    }),
  });
  const processOf = async (...samples: ReturnType<typeof sample>[]) => {
    const buckets = [1, 10];
    histogram({ name: 'call_seconds', help: 'of this test', buckets, collect: () => samples });
    return JSON.parse(JSON.stringify(await takeSnapshot())) as ReturnType<typeof takeSnapshot>;
  };

  it('is sent as numbers, and added up with what ended before', async () => {
    const both = growing(
      await addUp([await processOf(sample(1, 1)), await processOf(sample(2, 2))]),
    );
    const lines = (await addUpText([both, await processOf(sample(4, 3))], 'text')).split('\n');
    expect(lines.filter((line) => line.startsWith('call_seconds'))).toEqual([
      'call_seconds_bucket{le="1",tool="roll"} 7',
      'call_seconds_bucket{le="10",tool="roll"} 7',
      'call_seconds_bucket{le="+Inf",tool="roll"} 10',
      'call_seconds_sum{tool="roll"} 14',
      'call_seconds_count{tool="roll"} 10',
    ]);
  });

  it('has the newest exemplar of each bucket, for who asks for OpenMetrics', async () => {
    const all = [await processOf(sample(1, 5, 'new')), await processOf(sample(1, 4, 'old'))];
    const text = await addUpText(all, 'openmetrics');
    expect(text).toContain('call_seconds_bucket{le="1",tool="roll"} 2 # {trace_id="new"} 0.5 5\n');
    expect(text).toMatch(/# TYPE calls counter\n/);
    expect(text).toMatch(/# EOF\n$/);
    expect(await addUpText(all, 'text')).not.toContain('trace_id');
  });

  it('reads the same from its own process', async () => {
    const all = [await processOf(sample(3, 1))];
    const own = (await register.metrics())
      .split('\n')
      .filter((line) => line.startsWith('call_sec'));
    expect(await addUpText(all, 'text')).toContain(own.join('\n'));
  });
});
