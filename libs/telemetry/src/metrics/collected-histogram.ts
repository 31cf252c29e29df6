import type { Histogram, MetricObjectWithValues, MetricValue } from 'prom-client';
import type { HistogramSample } from './histogram-sample';

/** A histogram as it is sent to another process: one number for each bucket, and not a line. */
export interface CompactHistogram extends MetricObjectWithValues<MetricValue<string>> {
  readonly bounds: readonly number[];
  readonly samples: readonly HistogramSample[];
}

export function isCompact(
  metric: MetricObjectWithValues<MetricValue<string>>,
): metric is CompactHistogram {
  return 'samples' in metric;
}

/** Has a histogram give what is collected, which costs a call nothing but what it keeps anyway. */
export function giveHistogram(
  metric: Histogram,
  bounds: readonly number[],
  collect: () => readonly HistogramSample[],
): void {
  const { name, help, aggregator } = metric as Histogram & MetricFields;
  const described = { name, help, type: 'histogram', aggregator };
  Object.assign(metric, {
    get: async () => ({ ...described, values: [], bounds, samples: collect() }),
    getForPromString: async () => ({
      ...described,
      values: lineValues(name, bounds, collect()),
    }),
  });
}

/** What prom-client's types leave out. */
interface MetricFields {
  readonly name: string;
  readonly help: string;
  readonly aggregator: string;
}

/** A value of each line, as prom-client writes it: it formats the shared labels once. */
function lineValues(
  name: string,
  bounds: readonly number[],
  samples: readonly HistogramSample[],
): MetricValue<string>[] {
  return samples.flatMap(({ labels: sharedLabels, counts, sum, exemplars = [] }) => {
    let count = 0;
    const buckets = counts.map((inBucket, at) => {
      count += inBucket;
      const labels = { le: bounds[at] ?? '+Inf' };
      const exemplar = exemplars[at] ?? undefined;
      return { metricName: `${name}_bucket`, labels, sharedLabels, value: count, exemplar };
    });
    return [
      ...buckets,
      { metricName: `${name}_sum`, labels: {}, sharedLabels, value: sum },
      { metricName: `${name}_count`, labels: {}, sharedLabels, value: count },
    ];
  });
}
