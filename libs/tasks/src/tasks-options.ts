import type { TaskTiming } from './task-timing';

/** Which tasks a process starts, and how many it runs. */
export interface TasksOptions {
  /** The folder of the app in `apps` that has the tools. */
  readonly app: string;
  /** Tasks that run in this process at once; 0: it runs none. */
  readonly concurrency: number;
  /** Default: `usualTiming`. */
  readonly timing?: TaskTiming;
}

/** Of `TasksOptions`, with its defaults. */
export const TASKS_OPTIONS = Symbol('TasksOptions');
