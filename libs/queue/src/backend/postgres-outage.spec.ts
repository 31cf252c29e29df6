import { DatabaseProxy, type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { until } from '@repo/foundation/testing';
import { postgresBackend } from './postgres-backend';
import { postgresOptions } from './postgres-options';
import { queueSchema } from '../schema/queue-schema';
import { TestQueue } from '../testing/both-backends';

/** BullMQ pauses for 15 s after a connection that was refused, and in looking for lost jobs for 5. */
const options = { runRetryDelay: 20, skipStalledCheck: true };

describe('a queue in a database that is away when it begins', () => {
  let database: TestDatabase;
  let proxy: DatabaseProxy;
  let test: TestQueue;
  beforeEach(async () => {
    database = await withTestDatabase({ features: [queueSchema] });
    proxy = await DatabaseProxy.before(database.url);
    await proxy.close();
    test = new TestQueue({ DATABASE_URL: proxy.url });
  });
  afterEach(async () => {
    await test.close();
    await proxy.close();
    await database.drop();
  });

  it('refuses jobs, and takes them when it is back', async () => {
    await expect(test.queue.add('early', {})).rejects.toThrow('ECONNREFUSED');
    await proxy.open();
    await test.queue.add('later', {});
    expect(await test.queue.getWaitingCount()).toBe(1);
  });

  it('is worked on when it is back', async () => {
    test.work(async () => undefined, options);
    await expect(test.queue.getWaitingCount()).rejects.toThrow('ECONNREFUSED');
    await proxy.open();
    const job = await test.queue.add('waiting', {});
    await until(() => job.isCompleted());
  });
});

describe('a worker of a queue in a database', () => {
  it('looks for jobs every ten seconds, in case that nothing wakes it', async () => {
    const connection = postgresOptions('postgres://127.0.0.1/unused');
    const backend = postgresBackend('idle', { connection }, { withBlockingConnection: true });
    expect(backend.maximumBlockTimeout).toBe(10);
    await backend.close();
  });
});
