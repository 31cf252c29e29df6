import { DataPointType } from '@opentelemetry/sdk-metrics';
import { register } from 'prom-client';
import type { ObservedRequest } from '@repo/mcp-core';
import { counter, gauge, histogram } from '../metric';
import { takeSnapshot } from '../metrics-snapshot';
import { RequestMetrics } from '../request.metrics';
import { toMetricData } from './to-metric-data';

const period = { startTime: [1, 0], endTime: [2, 0] } as const;

/** What is sent of one of the metrics of this process. */
async function sent(name: string) {
  const { startTime, endTime } = period;
  const all = toMetricData(await takeSnapshot(), {
    startTime: [...startTime],
    endTime: [...endTime],
  });
  return all.find(({ descriptor }) => descriptor.name === name);
}

describe('metrics as OTLP has them', () => {
  afterAll(() => register.clear());

  it('are sums of counters and gauges as they are', async () => {
    counter({ name: 'sent_total', help: 'of this test', labelNames: ['kind'] }).inc(
      { kind: 'a' },
      3,
    );
    gauge({ name: 'waiting', help: 'of this test', collect: () => [{ value: 7 }] });
    expect(await sent('sent_total')).toMatchObject({
      dataPointType: DataPointType.SUM,
      isMonotonic: true,
      dataPoints: [{ ...period, value: 3, attributes: { kind: 'a' } }],
    });
    expect(await sent('waiting')).toMatchObject({
      dataPointType: DataPointType.GAUGE,
      dataPoints: [{ value: 7, attributes: {} }],
    });
  });

  it('are histograms with a count for each bucket alone', async () => {
    const sizes = histogram({
      name: 'size_bytes',
      help: 'of this test',
      labelNames: ['of'],
      buckets: [1, 10],
    });
    for (const size of [1, 5, 50]) sizes.observe({ of: 'all' }, size);
    expect((await sent('size_bytes'))?.dataPoints).toMatchObject([
      {
        attributes: { of: 'all' },
        value: { sum: 56, count: 3, buckets: { boundaries: [1, 10], counts: [1, 1, 1] } },
      },
    ]);
  });

  it('have the names of the conventions where there are some', async () => {
    const request = { channel: { headers: {} } } as ObservedRequest['request'];
    const call = { method: 'tools/call', feature: 'roll', era: 'modern', request } as const;
    new RequestMetrics().observe({ ...call, outcome: 'ok', durationMs: 15 });
    const operation = await sent('mcp.server.operation.duration');
    expect(operation?.descriptor).toMatchObject({ unit: 's' });
    expect(operation?.dataPoints).toMatchObject([
      {
        attributes: {
          'mcp.method.name': 'tools/call',
          'gen_ai.operation.name': 'execute_tool',
          'gen_ai.tool.name': 'roll',
          'network.transport': 'tcp',
        },
        value: { count: 1, sum: 0.015 },
      },
    ]);
  });
});
