import { Clock } from '@repo/foundation';
import { type JobHandler, MaintenanceJob, QueueJob } from '@repo/queue';
import { ScalingStore } from '@repo/scaling';
import { Logger } from '@nestjs/common';

/** Drops the history of scaling that has been kept long enough. */
@QueueJob(MaintenanceJob.scalingRetention)
export class ScalingRetentionJob implements JobHandler {
  private readonly logger = new Logger('Retention');

  constructor(
    private readonly store: ScalingStore,
    private readonly clock: Clock,
  ) {}

  async run(): Promise<string> {
    const rows = await this.store.prune(this.clock.now());
    const done = `rows of scaling's history dropped by age: ${rows}`;
    this.logger.log(done);
    return done;
  }
}
