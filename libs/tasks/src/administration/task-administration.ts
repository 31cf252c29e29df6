import { Tables, type Position } from '@repo/database';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { TaskTrail, type TaskActor } from '../observed/task-trail';
import { TaskQueue } from '../run/task-queue';
import { rowsOf } from '../storage/rows-of';
import { taskOf, type Task, type TaskRow } from '../storage/task-row';
import { Tasks } from '../tasks';
import { TASKS_OPTIONS, type TasksOptions } from '../tasks-options';
import type { TaskFilter } from './task-filter';
import { taskPageQuery } from './task-page-query';

/** A person who runs the platform, as the log names them. */
export interface TaskAdministrator {
  readonly name: string;
  readonly actor: TaskActor;
}

/** Tasks of everybody, for those who run the platform. */
@Injectable()
export class TaskAdministration {
  private readonly logger = new Logger('Tasks');

  constructor(
    private readonly tables: Tables,
    private readonly tasks: Tasks,
    private readonly queue: TaskQueue,
    private readonly trail: TaskTrail,
    @Inject(TASKS_OPTIONS) private readonly options: TasksOptions,
  ) {}

  /** The newest first; `next` is where the page after begins. */
  async page(
    filter: TaskFilter,
    after: Position | undefined,
    limit: number,
  ): Promise<{ readonly tasks: Task[]; readonly next?: Position | undefined }> {
    const { text, values } = taskPageQuery(this.options.app, filter, after, limit + 1);
    const found = (await this.tables.query<TaskRow[]>(text, [...values])).map(taskOf);
    const tasks = found.slice(0, limit);
    const last = found.length > limit ? tasks.at(-1) : undefined;
    return { tasks, next: last && { at: last.createdAt.getTime(), id: last.id } };
  }

  async find(id: string): Promise<Task | undefined> {
    const [row] = await this.tables.query<TaskRow[]>(
      'SELECT * FROM task WHERE id = $1 AND app = $2 AND expires_at > now()',
      [id, this.options.app],
    );
    return row && taskOf(row);
  }

  async cancel(task: Task, { name, actor }: TaskAdministrator): Promise<void> {
    await this.tasks.cancel(task, actor);
    this.note('task.cancelled', task, name);
  }

  /**
   * Has a task whose tries are used up run again, with all of them.
   *
   * @returns whether there was one to run: it is dead, and its time is not over
   */
  async retry(task: Task, { name, actor }: TaskAdministrator): Promise<boolean> {
    const [job] = rowsOf<{ id: string; seq: number }>(
      await this.tables.query(
        `UPDATE task SET seq = seq + 1, status = 'working', dead = false, attempt = 0, result = NULL,
           error = NULL, outcome = NULL, status_message = NULL, cancelled = false, updated_at = now(),
           due_at = now() + interval '30 seconds'
         WHERE id = $1 AND dead AND run IS NULL AND expires_at > now() RETURNING id, seq`,
        [task.id],
      ),
    );
    if (job === undefined) return false;
    this.trail.record('tasks/retry', task, actor);
    this.note('task.retried', task, name);
    await this.queue.add(job);
    return true;
  }

  private note(action: string, { id: taskId, tool }: Task, by: string): void {
    this.logger.log({ action, by, taskId, tool, msg: `${action}: ${taskId} of ${tool}` });
  }
}
