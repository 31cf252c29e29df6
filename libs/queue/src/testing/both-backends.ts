import { randomUUID } from 'node:crypto';
import { loadConfig } from '@repo/config';
import type { DatabaseFeature } from '@repo/database';
import { type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { describeWithRedis } from '@repo/redis/testing';
import type { Processor, Queue, Worker, WorkerOptions } from 'bullmq';
import { QueueConnection } from '../backend/queue-connection';
import { queueSchema } from '../schema/queue-schema';

/** The environment of a process that uses the store of a suite. */
export type StoreEnvironment = Record<string, string>;

/**
 * A suite of behaviours that runs on Redis and on PostgreSQL, the same for both.
 *
 * @param features what the database has beside the queue
 */
export function describeOnBothBackends(
  name: string,
  suite: (environment: () => StoreEnvironment) => void,
  features: readonly DatabaseFeature[] = [],
): void {
  describe(`${name} on PostgreSQL`, () => {
    const database = ownDatabase(features);
    // In a suite of its own: its hooks shall run before the database goes.
    describe('as the store', () => suite(() => ({ DATABASE_URL: database().url })));
  });
  describeWithRedis(`${name} on Redis`, (redis) => {
    const database = ownDatabase(features);
    const environment = () => ({ DATABASE_URL: database().url, REDIS_URL: redis.url });
    describe('as the store', () => suite(environment));
  });
}

function ownDatabase(features: readonly DatabaseFeature[]): () => TestDatabase {
  let database: TestDatabase | undefined;
  beforeAll(async () => {
    database = await withTestDatabase({ features: [queueSchema, ...features] });
  });
  afterAll(() => database?.drop());
  return () => {
    if (database === undefined) throw new Error('the suite has not begun');
    return database;
  };
}

/** A queue of its own in the store of a suite, with as many workers as a test wants. */
export class TestQueue {
  readonly queue: Queue;
  private readonly connection: QueueConnection;
  private readonly workers: Worker[] = [];

  constructor(
    environment: StoreEnvironment,
    readonly name: string = `test-${randomUUID()}`,
  ) {
    const config = loadConfig({ ENVIRONMENT: 'test', ...environment });
    this.connection = new QueueConnection(config.redis, environment['DATABASE_URL'], 'works');
    this.queue = this.connection.queue(name);
    this.queue.on('error', () => undefined);
  }

  /** @param processor `null` for one that takes jobs only when it is asked to */
  work(processor: Processor | null, options: Partial<WorkerOptions> = {}): Worker {
    const worker = this.connection.worker(this.name, processor, options);
    worker.on('error', () => undefined);
    this.workers.push(worker);
    return worker;
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
    await this.queue.close();
    await this.connection.close();
  }
}
