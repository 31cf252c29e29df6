import { Injectable } from '@nestjs/common';
import type { Job, Queue } from 'bullmq';
import type { QueueName } from '../queue-names';
import { Queues } from '../queues';

/** A job that failed for good: its attempts are used up, or another would be of no use. */
export interface DeadLetter {
  readonly id: string;
  readonly name: string;
  readonly data: unknown;
  /** The message of its last error. */
  readonly reason: string;
  readonly attempts: number;
  /** Milliseconds since 1970. */
  readonly addedAt: number;
  readonly failedAt: number | undefined;
}

/** At most this many are shown at once. */
const MAX_PAGE_SIZE = 100;

/** What failed for good: kept, shown, and worked on again when somebody says so. */
@Injectable()
export class DeadLetters {
  constructor(private readonly queues: Queues) {}

  /** The newest first. @param limit up to 100 */
  async list(queue: QueueName, { offset = 0, limit = 50 } = {}): Promise<readonly DeadLetter[]> {
    const last = offset + Math.min(limit, MAX_PAGE_SIZE) - 1;
    const jobs = await this.queues.get(queue).getFailed(offset, last);
    // A job may go between reading the list and reading the job.
    return (jobs as (Job | undefined)[]).filter((job) => job !== undefined).map(deadLetter);
  }

  /**
   * Puts one back into the queue with all its attempts. Its id stays.
   *
   * @returns whether there was such a dead letter
   */
  async redrive(queue: QueueName, id: string): Promise<boolean> {
    const job = await failedJob(this.queues.get(queue), id);
    if (job === undefined) return false;
    try {
      await job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true });
      return true;
    } catch (error) {
      // Somebody else was faster.
      if (!(await job.isFailed())) return false;
      throw error;
    }
  }

  /** Puts all back. @returns how many there were */
  async redriveAll(queue: QueueName): Promise<number> {
    const letters = await this.queues.get(queue).getFailed(0, -1);
    let redriven = 0;
    for (const { id = '' } of letters) if (await this.redrive(queue, id)) redriven += 1;
    return redriven;
  }

  /** Removes one for good. @returns whether there was such a dead letter */
  async discard(queue: QueueName, id: string): Promise<boolean> {
    const job = await failedJob(this.queues.get(queue), id);
    await job?.remove();
    return job !== undefined;
  }
}

async function failedJob(queue: Queue, id: string): Promise<Job | undefined> {
  const job = (await queue.getJob(id)) as Job | undefined;
  return job !== undefined && (await job.isFailed()) ? job : undefined;
}

function deadLetter(job: Job): DeadLetter {
  return {
    id: job.id ?? '',
    name: job.name,
    data: job.data as unknown,
    reason: job.failedReason,
    attempts: job.attemptsMade,
    addedAt: job.timestamp,
    failedAt: job.finishedOn,
  };
}
