import { WorkerHost } from '@nestjs/bullmq';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { Worker } from 'bullmq';

/**
 * Lets the `@Processor` classes of this process work from when it is up until it is told to stop.
 * Jobs under way are finished then, while what they need is still there; after the grace of the
 * process the next worker takes them over.
 */
@Injectable()
export class JobWorkers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Queue');

  constructor(private readonly discovery: DiscoveryService) {}

  /** One for each `@Processor` class, from when the application is initialized. */
  all(): readonly Worker[] {
    return this.discovery
      .getProviders()
      .map(({ instance }) => instance as unknown)
      .filter((instance): instance is WorkerHost<Worker> => instance instanceof WorkerHost)
      .map(({ worker }) => worker);
  }

  onApplicationBootstrap(): void {
    for (const worker of this.all()) this.start(worker);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.all().map((worker) => worker.close()));
  }

  private start(worker: Worker): void {
    worker.on('error', (error) => this.logger.debug(`${worker.name}: ${error.message}`));
    worker.on('stalled', (id) => {
      this.logger.warn(`${worker.name}: job ${id} lost its worker and is taken over`);
    });
    // `@Processor(…, { autorun: false })` waits for this.
    if (!worker.isRunning()) worker.run().catch((error: Error) => worker.emit('error', error));
  }
}
