import { AuditRetention } from '@repo/audit';
import { Clock } from '@repo/foundation';
import { MaintenanceJob, QueueName } from '@repo/queue';
import { ScalingStore } from '@repo/scaling';
import { Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import type { Job } from 'bullmq';

/** Drops what has been kept long enough. */
@Processor(QueueName.maintenance, { autorun: false })
export class MaintenanceProcessor extends WorkerHost {
  private readonly logger = new Logger('Retention');

  constructor(
    private readonly audit: AuditRetention,
    private readonly scaling: ScalingStore,
    private readonly clock: Clock,
  ) {
    super();
  }

  async process({ name }: Job): Promise<string> {
    const done = await this.do(name);
    this.logger.log(done);
    return done;
  }

  private async do(name: string): Promise<string> {
    switch (name) {
      case MaintenanceJob.auditRetention: {
        const gone = await this.audit.dropExpired();
        return `audit months dropped by age: ${gone.length === 0 ? 'none' : gone.join(', ')}`;
      }
      case MaintenanceJob.scalingRetention:
        return `rows of scaling's history dropped by age: ${await this.scaling.prune(this.clock.now())}`;
      default:
        throw new Error(`No worker of this version knows the job "${name}".`);
    }
  }
}
