import {
  ErrorCode,
  ProtocolError,
  type ExtensionContext,
  type ExtensionHost,
  type ExtensionSubscription,
} from '@repo/mcp-core';
import { Injectable, Logger } from '@nestjs/common';
import { z } from 'zod';
import { isOver, type Task } from '../storage/task-row';
import { Tasks } from '../tasks';
import { TaskWatch } from '../watch/task-watch';
import { taskId } from './task-id';
import { detailedTaskView } from './task-view';

export const TASK_NOTICE = 'notifications/tasks';

/** Tasks of one subscription. */
const MAX_IDS = 100;

const taskIds = z.array(taskId).max(MAX_IDS);

/**
 * Tells owners of tasks how these change (SEP-2663, Task Status Notifications). The first notice says
 * how a task is when the subscription begins, so that nothing is missed between its start and that.
 */
@Injectable()
export class TaskNotices {
  private readonly logger = new Logger('Tasks');

  constructor(
    private readonly tasks: Tasks,
    private readonly watch: TaskWatch,
  ) {}

  subscription(host: ExtensionHost): ExtensionSubscription<string[]> {
    return {
      key: 'taskIds',
      read: readIds,
      open: async (ids, context) => {
        const visible = await this.tasks.allVisible([...new Set(ids)], host, context);
        const watched = visible.slice(0, Math.max(0, this.watch.room));
        return {
          acknowledged: watched.map(({ id }) => id),
          start: () => {
            const ends = watched.map((task) => this.follow(task, host, context));
            return () => ends.forEach((end) => end());
          },
        };
      },
    };
  }

  private follow(task: Task, host: ExtensionHost, context: ExtensionContext): () => void {
    let told: string | undefined;
    const end = this.watch.watch(task, (now) => {
      if (now === undefined || isOver(now)) end();
      if (now === undefined || stateOf(now) === told) return;
      told = stateOf(now);
      this.notify(now, host, context).catch((error: unknown) => {
        this.logger.warn(`A notice of task ${now.id} was not sent: ${String(error)}`);
      });
    });
    return end;
  }

  /** The tool may have been taken from its caller meanwhile. */
  private async notify(task: Task, host: ExtensionHost, context: ExtensionContext): Promise<void> {
    if (!(await this.tasks.isVisible(task, host, context))) return;
    context.notify(TASK_NOTICE, detailedTaskView(task));
  }
}

/** What a notice is sent for: a lease or a checkpoint is none of it. */
function stateOf(task: Task): string {
  const { status, statusMessage, questions, seq, result, error } = task;
  // A result that is the same after another run is another one.
  const run = result === undefined && error === undefined ? 0 : seq;
  return JSON.stringify([status, statusMessage, questions, run]);
}

/** @throws {ProtocolError} -32602 */
function readIds(value: unknown): string[] {
  const { data } = taskIds.safeParse(value);
  if (data !== undefined) return data;
  throw new ProtocolError(
    ErrorCode.invalidParams,
    `notifications.taskIds: expected at most ${MAX_IDS} ids of tasks.`,
    { outcome: 'invalid_input' },
  );
}
