import { AuditRetention } from '@repo/audit';
import { type JobHandler, MaintenanceJob, QueueJob } from '@repo/queue';
import { Logger } from '@nestjs/common';

/** Drops the audit records that have been kept long enough. */
@QueueJob(MaintenanceJob.auditRetention)
export class AuditRetentionJob implements JobHandler {
  private readonly logger = new Logger('Retention');

  constructor(private readonly retention: AuditRetention) {}

  async run(): Promise<string> {
    const dropped = await this.retention.dropExpired();
    const done = `audit months dropped by age: ${dropped.length === 0 ? 'none' : dropped.join(', ')}`;
    this.logger.log(done);
    return done;
  }
}
