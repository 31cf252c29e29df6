import { JobWorkers } from '@repo/queue';
import { FAULT_SINK, type FaultSink } from '@repo/telemetry';
import { Inject, Injectable, Optional, type OnApplicationBootstrap } from '@nestjs/common';
import { type Job, UnrecoverableError } from 'bullmq';

/** Reports the jobs that failed for good; one that is tried again is no fault yet. */
@Injectable()
export class JobFaultReporter implements OnApplicationBootstrap {
  constructor(
    private readonly workers: JobWorkers,
    @Optional() @Inject(FAULT_SINK) private readonly sink?: FaultSink,
  ) {}

  onApplicationBootstrap(): void {
    if (this.sink === undefined) return;
    for (const worker of this.workers.all()) {
      worker.on('failed', (job, error) => {
        if (job !== undefined && isFinal(job, error)) this.report(job, error);
      });
    }
  }

  private report({ queueName, name, opts }: Job, cause: Error): void {
    const traceId = TRACEPARENT.exec(opts.telemetry?.metadata ?? '')?.[1];
    const trace = traceId === undefined ? undefined : { traceId };
    this.sink?.report({ cause, method: 'job', feature: `${queueName}/${name}`, trace });
  }
}

/** Of whoever added the job. */
const TRACEPARENT = /"traceparent":"[0-9a-f]{2}-([0-9a-f]{32})-/;

function isFinal({ attemptsMade, opts }: Job, error: Error): boolean {
  return error instanceof UnrecoverableError || attemptsMade >= (opts.attempts ?? 1);
}
