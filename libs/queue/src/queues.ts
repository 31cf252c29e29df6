import { withTimeout } from '@repo/foundation';
import { Logger } from '@nestjs/common';
import type { Queue } from 'bullmq';
import type { QueueName } from './queue-names';

/** How many jobs of a queue are in which state. Failed ones are its dead letters. */
export interface JobCounts {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly completed: number;
  readonly failed: number;
}

/** Milliseconds. Probes give up after a few seconds; they should get told why before. */
const MAX_MS = 2_000;

/** Every queue of the process. */
export class Queues {
  private readonly logger = new Logger('Queue');
  private readonly queues: ReadonlyMap<string, Queue>;

  constructor(queues: readonly Queue[]) {
    this.queues = new Map(queues.map((queue) => [queue.name, queue]));
    for (const queue of queues) {
      // Whoever waits for an answer is told as well; without a listener it would be printed raw.
      queue.on('error', (error) => this.logger.debug(`${queue.name}: ${error.message}`));
    }
  }

  get(name: QueueName): Queue {
    const queue = this.queues.get(name);
    if (queue === undefined) throw new Error(`There is no queue "${name}".`);
    return queue;
  }

  all(): readonly Queue[] {
    return [...this.queues.values()];
  }

  async counts(name: QueueName): Promise<JobCounts> {
    const states = ['waiting', 'active', 'delayed', 'completed', 'failed'] as const;
    const counts = await this.get(name).getJobCounts(...states);
    const { waiting = 0, active = 0, delayed = 0, completed = 0, failed = 0 } = counts;
    return { waiting, active, delayed, completed, failed };
  }

  /** @throws Error when the store of the queues does not answer soon; the message is for probes */
  async ping(): Promise<void> {
    try {
      await withTimeout(MAX_MS, Promise.resolve(this.all()[0]?.getDelayedCount()));
    } catch (error) {
      throw new Error('The queue does not answer.', { cause: error });
    }
  }
}
