import type { Queues, ScalingJobs } from '@acme/queue';
import { Injectable } from '@nestjs/common';
import { LazyModuleLoader } from '@nestjs/core';

/** What of the queue the api uses. */
export interface QueueAccess {
  readonly jobs: ScalingJobs;
  readonly queues: Queues;
}

/**
 * The queue, loaded when it is first needed: BullMQ takes a fifth of a second, and the api serves
 * MCP without it. The connections are closed with the application.
 */
@Injectable()
export class LazyQueues {
  private loading?: Promise<QueueAccess>;

  constructor(private readonly loader: LazyModuleLoader) {}

  /** @throws what keeps the queue from being there; the next call tries again */
  get(): Promise<QueueAccess> {
    this.loading ??= this.load().catch((error: unknown) => {
      this.loading = undefined;
      throw error;
    });
    return this.loading;
  }

  private async load(): Promise<QueueAccess> {
    const { QueueModule, Queues, ScalingJobs } = await import('@acme/queue');
    const module = await this.loader.load(() => QueueModule.forRoot('adds'));
    return { jobs: module.get(ScalingJobs), queues: module.get(Queues) };
  }
}
