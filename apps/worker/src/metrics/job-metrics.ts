import { JobWorkers, queueNames, Queues } from '@repo/queue';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Job } from 'bullmq';
import { Gauge, Histogram, Registry } from 'prom-client';

/** Seconds. From nothing to be done to a platform that is waited for. */
const BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60];

/** Queues and jobs as Prometheus sees them. The queues are those of all workers (take the `max`). */
@Injectable()
export class JobMetrics implements OnApplicationBootstrap {
  readonly registry = new Registry();
  private readonly durations = new Histogram({
    name: 'job_duration_seconds',
    help: 'Seconds that a job took, by its queue, name and end.',
    labelNames: ['queue', 'job', 'status'],
    buckets: BUCKETS,
    registers: [this.registry],
  });

  constructor(
    queues: Queues,
    private readonly workers: JobWorkers,
  ) {
    new Gauge({
      name: 'queue_jobs',
      help: 'Jobs of a queue by state; failed ones are its dead letters.',
      labelNames: ['queue', 'state'],
      registers: [this.registry],
      async collect() {
        for (const queue of queueNames) {
          const { waiting, active, delayed, failed } = await queues.counts(queue);
          const counts = { waiting, active, delayed, failed };
          for (const [state, count] of Object.entries(counts)) this.set({ queue, state }, count);
        }
      },
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
    this.durations.observe({ queue: queueName, job: name, status }, seconds);
  }
}
