import { withTestDatabase } from '@repo/database/testing';
import { until } from '@repo/foundation/testing';
import { describeWithRedis } from '@repo/redis/testing';
import { databaseFeatures } from './database-features';
import { ScaledApi } from './testing/scaled-api.fixture';
import { TestWorker } from './testing/test-worker.fixture';

/** A worker that has done its first change. */
async function startOn(environment: Record<string, string>) {
  const api = await ScaledApi.start();
  const worker = await TestWorker.start(environment, api.rules('worker'));
  const changes = () => worker.log.messages.join().split('scale_up, done').length - 1;
  await until(() => changes() === 1);
  const change = async () => {
    const before = changes();
    api.workers = 1;
    await until(() => changes() > before);
  };
  const stop = async () => {
    await worker.stop();
    api.stop();
  };
  return { worker, change, stop };
}

describe('a worker whose database cuts all connections', () => {
  it('goes on, with the queue in that database as well', async () => {
    const database = await withTestDatabase({ features: databaseFeatures });
    const { change, stop } = await startOn({ DATABASE_URL: database.url });
    for (let times = 0; times < 3; times += 1) {
      await database.dataSource.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
      await change();
    }
    await stop();
    await database.drop();
  });
});

describe('a worker whose database takes no connections', () => {
  it('is not ready, does not end, and goes on when it is back, with the queue in it as well', async () => {
    const database = await withTestDatabase({ features: databaseFeatures });
    const { dataSource: beside, drop } = await withTestDatabase();
    const name = new URL(database.url).pathname.slice(1);
    const allow = (whether: boolean) =>
      beside.query(`ALTER DATABASE "${name}" ALLOW_CONNECTIONS ${whether}`);
    const { worker, change, stop } = await startOn({ DATABASE_URL: database.url });

    await allow(false);
    await beside.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1',
      [name],
    );
    await until(async () => (await worker.get('/health/ready')).status === 503);
    expect((await worker.get('/health/live')).status).toBe(200);
    await allow(true);
    await change();
    await until(async () => (await worker.get('/health/ready')).status === 200);
    await stop();
    await database.drop();
    await drop();
  });
});

describeWithRedis('a worker whose Redis is killed', (redis) => {
  // Within a minute: the schedules of the queue are looked at every 20 s, but here more often.
  it('is not ready, and goes on when it is back with nothing in it', async () => {
    const database = await withTestDatabase({ features: databaseFeatures });
    const environment = { DATABASE_URL: database.url, REDIS_URL: redis.url };
    const { worker, change, stop } = await startOn(environment);
    await redis.kill();
    await until(async () => (await worker.get('/health/ready')).status === 503);
    await redis.start();
    await change();
    await until(async () => (await worker.get('/health/ready')).status === 200);
    await stop();
    await database.drop();
  });
});
