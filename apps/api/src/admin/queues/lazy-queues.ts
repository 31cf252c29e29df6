import type { Queues } from '@repo/queue';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { LazyModuleLoader } from '@nestjs/core';

/**
 * The queue, loaded when it is first needed: BullMQ takes a fifth of a second, and the api serves
 * MCP without it. The connections are closed with the application.
 */
@Injectable()
export class LazyQueues implements OnApplicationShutdown {
  private loading?: Promise<Queues>;
  private close: () => Promise<void> = async () => undefined;

  constructor(private readonly loader: LazyModuleLoader) {}

  /** @throws what keeps the queue from being there; the next call tries again */
  get(): Promise<Queues> {
    this.loading ??= this.load().catch((error: unknown) => {
      this.loading = undefined;
      throw error;
    });
    return this.loading;
  }

  /** Nest calls no hooks of modules that were loaded after the start. */
  async onApplicationShutdown(): Promise<void> {
    await this.loading?.catch(() => undefined);
    await this.close();
  }

  private async load(): Promise<Queues> {
    const { QueueModule, Queues } = await import('@repo/queue');
    const module = await this.loader.load(() => QueueModule.forRoot('adds'));
    const queues = module.get(Queues);
    this.close = () => queues.onApplicationShutdown();
    return queues;
  }
}
