import { collectDefaultMetrics, register } from 'prom-client';

/** What `nodejs_active_resources` tells as well, by documented means. */
const SUPERSEDED = ['handles', 'requests'].flatMap((kind) => [
  `nodejs_active_${kind}`,
  `nodejs_active_${kind}_total`,
]);

/**
 * Adds Node's own metrics (CPU, memory, event loop, garbage collection) to those of this process.
 * For whoever runs the process, not for an application in it: their observers cannot be taken back,
 * so each application that a test starts and stops would stay in memory with them.
 */
export function collectProcessMetrics(): void {
  if (register.getSingleMetric('process_cpu_user_seconds_total') === undefined) {
    collectDefaultMetrics();
    for (const name of SUPERSEDED) register.removeSingleMetric(name);
  }
}
