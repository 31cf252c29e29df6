import type { MetricValue, MetricValueWithName } from 'prom-client';
import type { MetricsSnapshot } from '../metrics-snapshot';

/** What a histogram knows of one set of labels. */
export interface ReadHistogram {
  readonly labels: Readonly<Record<string, string | number>>;
  readonly bounds: readonly number[];
  /** Of each bucket alone; behind the last bound one more. */
  readonly counts: readonly number[];
  readonly sum: number;
}

/** Reads a histogram of prom-client's own form: a value for each line. */
export function readHistogram({ name, values }: MetricsSnapshot[number]): ReadHistogram[] {
  const byLabels = new Map<string, MetricValueWithName<string>[]>();
  for (const value of values as MetricValueWithName<string>[]) {
    const key = JSON.stringify(withoutBound(value.labels));
    byLabels.set(key, [...(byLabels.get(key) ?? []), value]);
  }
  return [...byLabels.values()].map((lines) => {
    const buckets = lines.filter(({ metricName }) => metricName === `${name}_bucket`);
    const cumulative = buckets.map(({ value }) => value);
    return {
      labels: withoutBound(lines[0]!.labels),
      bounds: buckets.flatMap(({ labels: { le } }) => (le === '+Inf' ? [] : Number(le))),
      counts: cumulative.map((count, at) => count - (cumulative[at - 1] ?? 0)),
      sum: lines.find(({ metricName }) => metricName === `${name}_sum`)?.value ?? 0,
    };
  });
}

function withoutBound(labels: MetricValue<string>['labels']): ReadHistogram['labels'] {
  return Object.fromEntries(
    Object.entries(labels as Record<string, string | number>).filter(([label]) => label !== 'le'),
  );
}
