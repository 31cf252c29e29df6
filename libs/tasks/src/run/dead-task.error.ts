import { UnrecoverableError } from 'bullmq';
import type { DeadTask } from '../storage/run-store';

/** The tries of a task are used up. The job that says so fails with this, and stays as a dead letter. */
export class DeadTaskError extends UnrecoverableError {
  override readonly name = 'DeadTaskError';

  constructor({ id, tool, attempt }: DeadTask) {
    super(`Task ${id} of ${tool} failed ${attempt} times. To retry this job has it run again.`);
  }
}
