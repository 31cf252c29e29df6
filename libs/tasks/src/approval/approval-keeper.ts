import {
  Inject,
  Injectable,
  Logger,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { McpHost } from '@repo/mcp-core';
import { TaskMetrics } from '../observed/task.metrics';
import { TASKS_OPTIONS, type TasksOptions } from '../tasks-options';
import { ApprovalNotices } from './approval-notices';
import { ApprovalStore } from './approval-store';
import { EXPIRED, failureJson } from './approval-texts';
import { ApprovalTrail } from './approval-trail';

/**
 * Ends what nobody decided on in time, and tells others of what waits: as often as lost tasks are
 * looked for, in each process that runs tasks.
 */
@Injectable()
export class ApprovalKeeper implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Approvals');
  private timer?: NodeJS.Timeout;
  private looking?: Promise<void>;
  private isOver = false;

  constructor(
    private readonly host: McpHost,
    private readonly store: ApprovalStore,
    private readonly notices: ApprovalNotices,
    private readonly trail: ApprovalTrail,
    private readonly metrics: TaskMetrics,
    @Inject(TASKS_OPTIONS) private readonly options: Required<TasksOptions>,
  ) {}

  /** The start does not wait: the database may be away. */
  onApplicationBootstrap(): void {
    if (this.options.concurrency > 0 && this.hasApprovals) this.looking = this.look();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isOver = true;
    clearTimeout(this.timer);
    this.notices.stop();
    await this.looking;
  }

  private get hasApprovals(): boolean {
    return this.host.servers.some(({ catalog }) =>
      [...catalog.tools.values()].some(({ approval }) => approval !== undefined),
    );
  }

  private async look(): Promise<void> {
    const { app } = this.options;
    try {
      const expired = await this.store.expire(app, failureJson(EXPIRED));
      for (const task of expired) {
        this.trail.record('expired', task, task.client);
        this.metrics.ended(task, 'refused');
      }
      await this.notices.send(app);
    } catch (error) {
      this.logger.debug(`Approvals cannot be looked at now: ${String(error)}`);
    }
    if (this.isOver) return;
    this.timer = setTimeout(() => {
      this.looking = this.look();
    }, this.options.timing.sweepMs);
  }
}
