import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { DelayedError, type Job, type Worker } from 'bullmq';
import { QueueConnection } from '../backend/queue-connection';
import type { QueueName } from '../queue-names';
import { jobKey, matchHandlers, type RegisteredHandler } from './match-handlers';
import { PostponedError } from './postponed.error';
import { HandlerOf, type JobHandler } from './queue-job.decorator';
import { WORKERS_OPTIONS, type WorkersOptions } from './workers-options';

/**
 * Lets the `@QueueJob` classes of this process work from when it is up until it is told to stop.
 * Jobs under way are finished then, while what they need is still there; after the grace of the
 * process the next worker takes them over.
 */
@Injectable()
export class JobWorkers implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Queue');
  private handlers: ReadonlyMap<string, JobHandler> = new Map();
  private workers: readonly Worker[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly connection: QueueConnection,
    @Inject(WORKERS_OPTIONS) private readonly options: WorkersOptions,
  ) {}

  /** One for each queue with jobs, from when the application is initialized. */
  all(): readonly Worker[] {
    return this.workers;
  }

  /** @throws {JobRegistrationError} the handlers do not match the declared jobs */
  onModuleInit(): void {
    const { jobs } = this.options;
    this.handlers = matchHandlers(jobs, this.registered());
    this.workers = [...new Set(jobs.map(({ queue }) => queue))].map((queue) => this.create(queue));
  }

  onApplicationBootstrap(): void {
    for (const worker of this.workers)
      worker.run().catch((error: Error) => worker.emit('error', error));
  }

  async beforeApplicationShutdown(): Promise<void> {
    // A job whose end cannot be told to the queue is taken over however long this process stays.
    this.connection.leaveIfAway();
    await Promise.all(this.workers.map((worker) => worker.close()));
  }

  private registered(): RegisteredHandler[] {
    return this.discovery.getProviders({ metadataKey: HandlerOf.KEY }).flatMap((wrapper) => {
      const job = this.discovery.getMetadataByDecorator(HandlerOf, wrapper);
      return job === undefined ? [] : [{ job, handler: wrapper.instance as JobHandler }];
    });
  }

  private create(queue: QueueName): Worker {
    const options = { autorun: false, ...this.options.workers?.[queue] };
    const worker = this.connection.worker(queue, (job, token) => this.process(job, token), options);
    worker.on('error', (error) => this.logger.debug(`${queue}: ${error.message}`));
    worker.on('stalled', (id) => {
      this.logger.warn(`${queue}: job ${id} lost its worker and is taken over`);
    });
    return worker;
  }

  private async process(job: Job, token: string | undefined): Promise<string> {
    const handler = this.handlers.get(jobKey({ queue: job.queueName, name: job.name }));
    if (handler === undefined)
      throw new Error(`No worker of this version knows the job "${job.name}".`);
    try {
      return await handler.run(job.data as object);
    } catch (error) {
      if (!(error instanceof PostponedError)) throw error;
      await job.moveToDelayed(error.until, token);
      throw new DelayedError();
    }
  }
}
