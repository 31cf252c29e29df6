import type { Attributes, HrTime } from '@opentelemetry/api';
import { AggregationTemporality, DataPointType, type MetricData } from '@opentelemetry/sdk-metrics';
import type { CompactHistogram } from '../collected-histogram';
import { isCompact } from '../collected-histogram';
import type { MetricsSnapshot } from '../metrics-snapshot';
import { readHistogram, type ReadHistogram } from './read-histogram';
import { otlpNameOf, otlpUnitOf, toAttributes } from './semantic-names';

type Metric = MetricsSnapshot[number];

/** The time that values are of. */
export interface Period {
  readonly startTime: HrTime;
  readonly endTime: HrTime;
}

/** Metrics as OTLP has them: sums since the start of the process. Exemplars are for scrapes alone. */
export function toMetricData(snapshot: MetricsSnapshot, period: Period): MetricData[] {
  return snapshot.flatMap((metric) => {
    const descriptor = {
      name: otlpNameOf(metric.name),
      description: metric.help,
      unit: otlpUnitOf(metric.name),
      valueType: 1 as const, // ValueType.DOUBLE
    };
    const common = { descriptor, aggregationTemporality: AggregationTemporality.CUMULATIVE };
    switch (String(metric.type)) {
      case 'counter':
        return {
          ...common,
          dataPointType: DataPointType.SUM as const,
          isMonotonic: true,
          dataPoints: numbersOf(metric, period),
        };
      case 'gauge':
        return {
          ...common,
          dataPointType: DataPointType.GAUGE as const,
          dataPoints: numbersOf(metric, period),
        };
      case 'histogram':
        return {
          ...common,
          dataPointType: DataPointType.HISTOGRAM as const,
          dataPoints: histogramsOf(metric).map(({ labels, bounds, counts, sum }) => ({
            ...period,
            attributes: attributesOf(metric.name, labels),
            value: {
              buckets: { boundaries: [...bounds], counts: [...counts] },
              sum,
              count: counts.reduce((all, count) => all + count, 0),
            },
          })),
        };
      default:
        return [];
    }
  });
}

function numbersOf({ name, values }: Metric, period: Period) {
  return values
    .filter(({ value }) => Number.isFinite(value))
    .map(({ labels, value }) => ({ ...period, attributes: attributesOf(name, labels), value }));
}

function histogramsOf(metric: Metric | CompactHistogram): readonly ReadHistogram[] {
  if (!isCompact(metric)) return readHistogram(metric);
  const { bounds, samples } = metric;
  return samples.map((sample) => ({ ...sample, bounds }));
}

function attributesOf(metric: string, labels: Readonly<Record<string, unknown>>): Attributes {
  return toAttributes(metric, labels as Record<string, string | number>);
}
