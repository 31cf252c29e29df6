import { Module, type DynamicModule } from '@nestjs/common';
import { AuthModule } from '@repo/auth';
import { ApprovalKeeper } from './approval/approval-keeper';
import { ApprovalNotices } from './approval/approval-notices';
import { ApprovalStore } from './approval/approval-store';
import { ApprovalTools } from './approval/approval-tools';
import { ApprovalTrail } from './approval/approval-trail';
import { ApprovalWebhook } from './approval/approval-webhook';
import { Approvals } from './approval/approvals';
import { NewApprovals } from './approval/new-approvals';
import { WaitingCalls } from './approval/waiting-calls';
import { ExpectedPolls } from './extension/expected-polls';
import { AsideQuestions } from './extension/legacy/aside-questions';
import { LegacyTasksExtension } from './extension/legacy/legacy-tasks.extension';
import { TaskResults } from './extension/legacy/task-results';
import { TaskNotices } from './extension/task-notices';
import { TasksExtension } from './extension/tasks.extension';
import { TaskAdministration } from './administration/task-administration';
import { TaskTrail } from './observed/task-trail';
import { TaskMetrics } from './observed/task.metrics';
import { TaskCounts } from './storage/task-counts';
import { QueueConnections } from './run/queue-connections';
import { TaskQueue } from './run/task-queue';
import { TaskRunner } from './run/task-runner';
import { TaskRuns } from './run/task-runs';
import { RunStore } from './storage/run-store';
import { TaskStore } from './storage/task-store';
import { TaskWatch } from './watch/task-watch';
import { usualTiming } from './task-timing';
import { Tasks } from './tasks';
import { TASKS_OPTIONS, type TasksOptions } from './tasks-options';

/**
 * Calls that outlive a connection. Needs the global `ConfigModule`, `DatabaseModule` with `tasksSchema`,
 * `QueueModule` and `McpModule`.
 */
@Module({})
export class TasksModule {
  static forRoot(options: TasksOptions): DynamicModule {
    return {
      module: TasksModule,
      global: true,
      imports: [AuthModule],
      providers: [
        { provide: TASKS_OPTIONS, useValue: { timing: usualTiming, ...options } },
        ...[TaskStore, RunStore, QueueConnections, TaskQueue, TaskRuns, TaskRunner],
        ...[ApprovalStore, ApprovalTrail, Approvals, ApprovalNotices, ApprovalKeeper],
        ...[NewApprovals, WaitingCalls, ApprovalTools, ApprovalWebhook],
        ...[Tasks, TaskWatch, TaskNotices, ExpectedPolls, TasksExtension],
        ...[AsideQuestions, TaskResults, LegacyTasksExtension],
        ...[TaskTrail, TaskCounts, TaskMetrics, TaskAdministration],
      ],
      exports: [Approvals, ApprovalWebhook, Tasks, TaskStore, TaskQueue, TaskAdministration],
    };
  }
}
