import { queueNames, Queues } from '@repo/queue';
import { makeCollectedProvider } from '@repo/telemetry';
import { makeHistogramProvider } from '@willsoto/nestjs-prometheus';

export const JOB_DURATION = 'job_duration_seconds';

/** Seconds. From nothing to be done to a platform that is waited for. */
const BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60];

/** Queues and jobs as Prometheus sees them. The queues are those of all workers (take the `max`). */
export const jobMetrics = [
  makeHistogramProvider({
    name: JOB_DURATION,
    help: 'Seconds that a job took, by its queue, name and end.',
    labelNames: ['queue', 'job', 'status'],
    buckets: BUCKETS,
  }),
  makeCollectedProvider('Gauge', {
    name: 'queue_jobs',
    help: 'Jobs of a queue by state; failed ones are its dead letters.',
    labelNames: ['queue', 'state'],
    source: Queues,
    collect: async (queues) => {
      const samples = queueNames.map(async (queue) => {
        const { waiting, active, delayed, failed } = await queues.counts(queue);
        const counts = Object.entries({ waiting, active, delayed, failed });
        return counts.map(([state, value]) => ({ labels: { queue, state }, value }));
      });
      return (await Promise.all(samples)).flat();
    },
  }),
];
