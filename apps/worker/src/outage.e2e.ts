import { withTestDatabase } from '@repo/database/testing';
import { until } from '@repo/foundation/testing';
import { describeWithRedis } from '@repo/redis/testing';
import { databaseFeatures } from './database-features';
import { ScaledApi } from './testing/scaled-api.fixture';
import { TestWorker } from './testing/test-worker.fixture';

/** Whatever a test ended with: a worker that goes on would end the suites behind this one. */
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

/** A worker that has done its first change. */
async function startOn(environment: Record<string, string>) {
  const api = await ScaledApi.start();
  const worker = await TestWorker.start(environment, api.rules('worker'));
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= worker.stop().finally(() => api.stop()));
  stops.push(stop);
  const changes = () => worker.log.messages.join().split('scale_up, done').length - 1;
  await until(() => changes() === 1);
  const change = async () => {
    const before = changes();
    api.workers = 1;
    await until(() => changes() > before);
  };
  return { worker, change, stop };
}

interface Health {
  readonly status: string;
  readonly details: Readonly<Record<'database' | 'queue', { readonly status: string }>>;
}

async function healthOf(worker: TestWorker): Promise<Health> {
  return JSON.parse((await worker.get('/health')).text) as Health;
}

describe('a worker whose database cuts all connections', () => {
  it('goes on, with the queue in that database as well', async () => {
    const database = await withTestDatabase({ features: databaseFeatures });
    const { change, stop } = await startOn({ DATABASE_URL: database.url });
    const underWay = 'SELECT 1 FROM scaling_event WHERE due_at IS NOT NULL';
    for (let times = 0; times < 3; times += 1) {
      // One whose end was lost is looked at again when it is due: minutes later.
      await until(async () => (await database.dataSource.query<[]>(underWay)).length === 0);
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

describe('a worker whose database hangs', () => {
  it('tells its metrics, those of the database as they were last known', async () => {
    const database = await withTestDatabase({ features: databaseFeatures });
    const { worker, stop } = await startOn({ DATABASE_URL: database.url });
    const known = /^scaling_actual_replicas\{.*\} 2$/m;
    await until(async () => known.test((await worker.get('/metrics')).text));

    const lock = database.dataSource.createQueryRunner();
    await lock.startTransaction();
    await lock.query('LOCK TABLE scaling_status IN ACCESS EXCLUSIVE MODE');
    for (let times = 0; times < 3; times += 1) {
      expect((await worker.get('/metrics')).text).toMatch(known);
    }
    await lock.rollbackTransaction();
    await lock.release();
    await stop();
    await database.drop();
  });
});

describe('a worker whose database takes no connections', () => {
  it('says so, stays ready, and goes on when it is back, with the queue in it as well', async () => {
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
    await until(async () => (await healthOf(worker)).details.database.status === 'down');
    expect((await worker.get('/health')).status).toBe(200);
    expect((await worker.get('/health/ready')).status).toBe(200);
    await allow(true);
    await change();
    await until(async () => (await healthOf(worker)).status === 'ok');
    await stop();
    await database.drop();
    await drop();
  });
});

describeWithRedis('a worker whose Redis is killed', (redis) => {
  // Within a minute: the schedules of the queue are looked at every 20 s, but here more often.
  it('says so, stays ready, and goes on when it is back with nothing in it', async () => {
    const database = await withTestDatabase({ features: databaseFeatures });
    const environment = { DATABASE_URL: database.url, REDIS_URL: redis.url };
    const { worker, change, stop } = await startOn(environment);
    await redis.kill();
    await until(async () => (await healthOf(worker)).details.queue.status === 'down');
    expect((await worker.get('/health/ready')).status).toBe(200);
    await until(async () =>
      (await worker.get('/metrics')).text.includes('dependency_up{dependency="queue"} 0'),
    );
    await redis.start();
    await change();
    await until(async () => (await healthOf(worker)).status === 'ok');
    await stop();
    await database.drop();
  });

  it('stops while it is away', async () => {
    const database = await withTestDatabase({ features: databaseFeatures });
    const environment = { DATABASE_URL: database.url, REDIS_URL: redis.url };
    const { worker, stop } = await startOn(environment);
    await redis.kill();
    await until(async () => (await healthOf(worker)).details.queue.status === 'down');
    await stop();
    await database.drop();
    await redis.start();
  });
});
