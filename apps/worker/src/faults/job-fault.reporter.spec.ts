import { EventEmitter } from 'node:events';
import type { JobWorkers } from '@repo/queue';
import type { FaultSink } from '@repo/telemetry';
import { UnrecoverableError } from 'bullmq';
import { JobFaultReporter } from './job-fault.reporter';

type Reported = Parameters<FaultSink['report']>[0];

describe('a job that fails', () => {
  const worker = new EventEmitter();
  const reports: Reported[] = [];
  beforeAll(() => {
    const workers = { all: () => [worker] } as unknown as JobWorkers;
    const sink = { report: (fault: Reported) => reports.push(fault) } as unknown as FaultSink;
    new JobFaultReporter(workers, sink).onApplicationBootstrap();
  });
  beforeEach(() => reports.splice(0));

  const traceId = 'ab'.repeat(16);
  const metadata = JSON.stringify({ traceparent: `00-${traceId}-${'cd'.repeat(8)}-01` });
  const job = (attemptsMade: number, telemetry?: object) => ({
    ...{ queueName: 'scaling', name: 'scale-up', attemptsMade },
    opts: { attempts: 5, telemetry },
  });

  it('is no fault while it is tried again', () => {
    worker.emit('failed', job(4), new Error('away'));
    expect(reports).toEqual([]);
  });

  it('is reported when its attempts are used up, with the trace of whoever added it', () => {
    const cause = new Error('away');
    worker.emit('failed', job(5, { metadata }), cause);
    const told = { cause, method: 'job', feature: 'scaling/scale-up', trace: { traceId } };
    expect(reports).toEqual([told]);
  });

  it('is reported at once where no attempt would help', () => {
    worker.emit('failed', job(1), new UnrecoverableError('of no use'));
    expect(reports).toEqual([expect.objectContaining({ trace: undefined })]);
  });
});
