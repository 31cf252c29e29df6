import { Clock } from '@repo/foundation';
import { type JobCounts, JobWorkers, type QueueName, queueNames, Queues } from '@repo/queue';
import { gauge, histogram } from '@repo/telemetry';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Job } from 'bullmq';

/** Seconds. From nothing to be done to a platform that is waited for. */
const BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60];

/** Queues and jobs as Prometheus sees them. The queues are those of all workers (take the `max`). */
@Injectable()
export class JobMetrics implements OnApplicationBootstrap {
  private readonly duration = histogram({
    name: 'job_duration_seconds',
    help: 'Seconds that a job took, by its queue, name and end.',
    labelNames: ['queue', 'name', 'status'],
    buckets: BUCKETS,
  });

  constructor(
    private readonly workers: JobWorkers,
    queues: Queues,
    clock: Clock,
  ) {
    gauge({
      name: 'queue_jobs',
      help: 'Jobs of a queue by state; failed ones are its dead letters.',
      labelNames: ['queue', 'state'],
      collect: () => ofQueues(async (queue) => byState(queue, await queues.counts(queue))),
    });
    gauge({
      name: 'queue_age_seconds',
      help: 'Seconds that the next job of a queue has been due and not begun; 0 where none waits.',
      labelNames: ['queue'],
      collect: () =>
        ofQueues(async (queue) => [
          { labels: { queue }, value: (await queues.age(queue, clock.now())) / 1_000 },
        ]),
    });
  }

  onApplicationBootstrap(): void {
    for (const worker of this.workers.all()) {
      worker.on('completed', (job) => this.observe(job, 'completed'));
      worker.on('failed', (job) => job !== undefined && this.observe(job, 'failed'));
    }
  }

  private observe({ queueName, name, processedOn }: Job, status: string): void {
    const seconds = (Date.now() - (processedOn ?? Date.now())) / 1_000;
    this.duration.observe({ queue: queueName, name, status }, seconds);
  }
}

async function ofQueues<T>(read: (queue: QueueName) => Promise<T[]>): Promise<T[]> {
  return (await Promise.all(queueNames.map(read))).flat();
}

function byState(queue: QueueName, { waiting, active, delayed, failed }: JobCounts) {
  const counts = Object.entries({ waiting, active, delayed, failed });
  return counts.map(([state, value]) => ({ labels: { queue, state }, value }));
}
