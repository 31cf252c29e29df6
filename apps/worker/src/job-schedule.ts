import { MaintenanceJobs, ScalingJobs } from '@repo/queue';
import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { Timing } from './worker-settings';

/**
 * Sees to it that the queues have the schedules of their jobs. Every worker does so, again
 * and again, as a Redis without a disk forgets: what is there already stays as it is.
 */
@Injectable()
export class JobSchedule implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Queue');
  private next?: NodeJS.Timeout;
  private isOver = false;

  constructor(
    private readonly scaling: ScalingJobs,
    private readonly maintenance: MaintenanceJobs,
    private readonly timing: Timing,
  ) {}

  /** The start does not wait: the queue may be away. */
  onApplicationBootstrap(): void {
    void this.establish();
  }

  onModuleDestroy(): void {
    this.isOver = true;
    clearTimeout(this.next);
  }

  private async establish(): Promise<void> {
    try {
      await this.scaling.reconcileEvery(this.timing.reconcileMs);
      await this.maintenance.schedule();
    } catch (error) {
      this.logger.warn(`The queue took no schedule, and is asked again: ${String(error)}`);
    }
    if (!this.isOver) this.next = setTimeout(() => void this.establish(), this.timing.scheduleMs);
  }
}
