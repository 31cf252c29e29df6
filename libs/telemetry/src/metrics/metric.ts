import { getOrCreateMetric } from '@willsoto/nestjs-prometheus';
import type { Aggregator, Counter, Gauge, Histogram } from 'prom-client';
import { giveHistogram } from './collected-histogram';
import type { HistogramSample } from './histogram-sample';
import { LatestSamples } from './latest-samples';
import type { Sample } from './sample';

export interface MetricOptions<Label extends string> {
  /**
   * Lower case, with its unit in seconds, bytes or none, and `_total` at the end of a counter
   * (https://prometheus.io/docs/practices/naming).
   */
  readonly name: string;
  /** What it tells, in a sentence. */
  readonly help: string;
  /** Of few and bounded values each: never what a caller sent, nor a person, a session or a URL. */
  readonly labelNames?: readonly Label[];
  /** How the values of several processes of one replica become one; by default they are added up. */
  readonly aggregator?: Aggregator;
}

interface Collected {
  /**
   * Tells the values when somebody reads the metrics, in place of `inc` and `set`. Where it fails or
   * takes over half a second, the metric has the values from before, for five minutes, and all others
   * have theirs. What comes late is told at the next reading; until it has come, or failed, it is not
   * asked for again.
   */
  readonly collect?: () => readonly Sample[] | Promise<readonly Sample[]>;
}

interface Buckets {
  /** Upper bounds in rising order. */
  readonly buckets: readonly number[];
  /** As that of a counter, but at once. */
  readonly collect?: () => readonly HistogramSample[];
}

/**
 * A counter of this process: it only ever grows. Like all three, it is there once, however often it is
 * made; of several that collect, the last is asked.
 *
 * @example private readonly sent = counter({ name: 'invoices_sent_total', help: 'Invoices sent.' });
 */
export function counter<Label extends string = never>({
  collect,
  ...options
}: MetricOptions<Label> & Collected): Counter<Label> {
  const metric = getOrCreateMetric('Counter', options) as Counter<Label>;
  return collect === undefined ? metric : collecting(metric, collect);
}

/** What goes up and down. See `counter`. */
export function gauge<Label extends string = never>({
  collect,
  ...options
}: MetricOptions<Label> & Collected): Gauge<Label> {
  const metric = getOrCreateMetric('Gauge', options) as Gauge<Label>;
  return collect === undefined ? metric : collecting(metric, collect);
}

/** How values are spread over buckets. See `counter`. */
export function histogram<Label extends string = never>({
  collect,
  ...options
}: MetricOptions<Label> & Buckets): Histogram<Label> {
  const buckets = [...options.buckets];
  const metric = getOrCreateMetric('Histogram', { ...options, buckets }) as Histogram<Label>;
  if (collect !== undefined) giveHistogram(metric, buckets, collect);
  return metric;
}

function collecting<Metric extends Counter | Gauge>(
  metric: Metric,
  collect: () => readonly Sample[] | Promise<readonly Sample[]>,
): Metric {
  const latest = new LatestSamples(async () => collect());
  const write = async () => {
    const samples = await latest.read();
    metric.reset();
    // Without labels it would be 0, which is not the same as not to know.
    if (samples.length === 0) metric.remove({});
    for (const { labels = {}, value } of samples) metric.inc(labels, value);
  };
  return Object.assign(metric, { collect: write });
}
