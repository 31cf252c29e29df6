import type { Task } from '../storage/task-row';

/** Which tasks are meant: those that fit all that is given. */
export interface TaskFilter {
  readonly status?: Task['status'];
  readonly tool?: string;
  /** The subject of their caller's token, or its client. */
  readonly owner?: string;
  /** Whether their tries are used up. */
  readonly dead?: boolean;
}
