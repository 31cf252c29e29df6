import {
  AggregatorRegistry,
  register,
  type MetricObjectWithValues,
  type MetricValue,
  type Registry,
  type RegistryContentType,
} from 'prom-client';
import { isCompact, type CompactHistogram } from './collected-histogram';
import { mergeSamples } from './histogram-sample';
import { histogramText } from './histogram-text';
import { contentTypes, type MetricsFormat } from './metrics-format';

/** All metrics of a process at an instant, in a form that can be sent to another. */
export type MetricsSnapshot = readonly MetricObjectWithValues<MetricValue<string>>[];

/** Of several event loops the slowest counts: a mean would hide the one that is stuck. */
const EVENT_LOOP_LAG = /^nodejs_eventloop_lag_(?!min)/;

const START_TIME = 'process_start_time_seconds';

/** What only ever grows. What a process had of it must not be lost with the process. */
const GROWING: readonly string[] = ['counter', 'histogram', 'summary'];

/** The metrics of this process. */
export async function takeSnapshot(): Promise<MetricsSnapshot> {
  const metrics = await register.getMetricsAsJSON();
  return metrics.map((metric) => {
    if (EVENT_LOOP_LAG.test(metric.name)) return { ...metric, aggregator: 'max' };
    // By default it is left out; a replica began with its first process.
    return metric.name === START_TIME ? { ...metric, aggregator: 'min' } : metric;
  });
}

/**
 * Adds up the metrics of several processes: counters and histograms by their sums, gauges by their
 * `aggregator`.
 */
export async function addUp(snapshots: readonly MetricsSnapshot[]): Promise<MetricsSnapshot> {
  const metrics = await AggregatorRegistry.aggregate([...snapshots]).getMetricsAsJSON();
  const histograms = histogramsOf(snapshots);
  return metrics.map((metric) => ({ ...metric, ...histograms.get(metric.name) }));
}

/** The same as text. */
export async function addUpText(
  snapshots: readonly MetricsSnapshot[],
  format: MetricsFormat,
): Promise<string> {
  const registry: Registry<RegistryContentType> = AggregatorRegistry.aggregate([...snapshots]);
  registry.setContentType(contentTypes[format]);
  const histograms = histogramsOf(snapshots);
  const own: string[] = [];
  for (const metric of await registry.getMetricsAsJSON()) {
    const known = histograms.get(metric.name);
    if (known !== undefined) {
      registry.removeSingleMetric(metric.name);
      own.push(histogramText(metric, known.bounds, known.samples, format === 'openmetrics'));
    }
    // Its lines get that end again, which prom-client takes off metrics of its own alone.
    if (format === 'openmetrics' && String(metric.type) === 'counter') {
      metric.name = metric.name.replace(/_total$/, '');
    }
  }
  const others = await registry.metrics();
  if (own.length === 0) return others;
  return [...own, others].join('\n');
}

/** Those that prom-client does not add up, as they are in a form of their own. */
function histogramsOf(
  snapshots: readonly MetricsSnapshot[],
): Map<string, Pick<CompactHistogram, 'bounds' | 'samples'>> {
  const byName = new Map<string, CompactHistogram[]>();
  for (const metric of snapshots.flat()) {
    if (isCompact(metric)) byName.set(metric.name, [...(byName.get(metric.name) ?? []), metric]);
  }
  return new Map(
    [...byName].map(([name, all]) => {
      const [first, ...others] = all as [CompactHistogram, ...CompactHistogram[]];
      const { bounds, samples } = first;
      if (others.length === 0) return [name, { bounds, samples }];
      return [name, { bounds, samples: mergeSamples(all.flatMap((one) => one.samples)) }];
    }),
  );
}

/** Without what was true only while the process lived: its gauges. */
export function growing(snapshot: MetricsSnapshot): MetricsSnapshot {
  return snapshot.filter(({ type }) => GROWING.includes(String(type)));
}
