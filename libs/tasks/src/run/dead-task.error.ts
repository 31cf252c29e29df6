import type { Task } from '../storage/task-row';

/** The tries of a task are used up. Its job fails with this, and stays as a dead letter. */
export class DeadTaskError extends Error {
  override readonly name = 'DeadTaskError';

  constructor({ id, tool, tries }: Task) {
    super(`Task ${id} of ${tool} failed ${tries} times. To retry this job has it run again.`);
  }
}
