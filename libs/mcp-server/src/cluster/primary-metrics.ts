import { counter, gauge } from '@repo/telemetry';
import type { Fleet } from './fleet';

/** What only the primary can tell. */
export class PrimaryMetrics {
  private readonly unanswered = gauge({
    name: 'api_workers_unanswered',
    help: 'Worker processes that did not tell their metrics in time; their counters are older.',
  });
  private readonly ends = counter({
    name: 'api_worker_ends_total',
    help: 'Worker processes that have ended: told to (drained), or of themselves (died).',
    labelNames: ['how'],
  });

  constructor(fleet: Pick<Fleet, 'size'>) {
    gauge({
      name: 'api_workers_desired',
      help: 'Worker processes that there should be.',
      collect: () => [{ value: fleet.size.desired }],
    });
    gauge({
      name: 'api_workers_ready',
      help: 'Worker processes that take connections.',
      collect: () => [{ value: fleet.size.ready }],
    });
    for (const how of ['drained', 'died'] as const) this.ends.inc({ how }, 0);
  }

  ended(how: 'drained' | 'died'): void {
    this.ends.inc({ how });
  }

  setUnanswered(workers: number): void {
    this.unanswered.set(workers);
  }
}
