import { JobWorkers } from '@repo/queue';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import type { Job } from 'bullmq';
import type { Histogram } from 'prom-client';
import { JOB_DURATION } from './job.metrics';

/** Measures the jobs of this worker. */
@Injectable()
export class JobMetricsObserver implements OnApplicationBootstrap {
  constructor(
    private readonly workers: JobWorkers,
    @InjectMetric(JOB_DURATION)
    private readonly duration: Histogram<'queue' | 'job' | 'status'>,
  ) {}

  onApplicationBootstrap(): void {
    for (const worker of this.workers.all()) {
      worker.on('completed', (job) => this.observe(job, 'completed'));
      worker.on('failed', (job) => job !== undefined && this.observe(job, 'failed'));
    }
  }

  private observe({ queueName, name, processedOn }: Job, status: string): void {
    const seconds = (Date.now() - (processedOn ?? Date.now())) / 1_000;
    this.duration.observe({ queue: queueName, job: name, status }, seconds);
  }
}
