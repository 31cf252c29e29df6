import {
  AggregatorRegistry,
  register,
  type MetricObjectWithValues,
  type MetricValue,
} from 'prom-client';

/** All metrics of a process at an instant, in a form that can be sent to another. */
export type MetricsSnapshot = readonly MetricObjectWithValues<MetricValue<string>>[];

/** Of several event loops the slowest counts: a mean would hide the one that is stuck. */
const EVENT_LOOP_LAG = /^nodejs_eventloop_lag_(?!min)/;

/** What only ever grows. What a process had of it must not be lost with the process. */
const GROWING: readonly string[] = ['counter', 'histogram', 'summary'];

/** The metrics of this process. */
export async function takeSnapshot(): Promise<MetricsSnapshot> {
  const metrics = await register.getMetricsAsJSON();
  return metrics.map((metric) =>
    EVENT_LOOP_LAG.test(metric.name) ? { ...metric, aggregator: 'max' } : metric,
  );
}

/**
 * Adds up the metrics of several processes: counters and histograms by their sums, gauges by their
 * `aggregator`.
 */
export function addUp(snapshots: readonly MetricsSnapshot[]): Promise<MetricsSnapshot> {
  return AggregatorRegistry.aggregate([...snapshots]).getMetricsAsJSON();
}

/** The same in the text format of Prometheus. */
export function addUpText(snapshots: readonly MetricsSnapshot[]): Promise<string> {
  return AggregatorRegistry.aggregate([...snapshots]).metrics();
}

/** Without what was true only while the process lived: its gauges. */
export function growing(snapshot: MetricsSnapshot): MetricsSnapshot {
  return snapshot.filter(({ type }) => GROWING.includes(String(type)));
}
