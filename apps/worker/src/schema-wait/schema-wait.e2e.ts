import { type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { freePort, until } from '@repo/foundation/testing';
import { databaseFeatures } from '../database-features';
import { SpawnedWorker } from '../testing/spawned-worker.fixture';

describe('a worker of production that finds an older schema', () => {
  let database: TestDatabase;
  let url: string;
  beforeEach(async () => {
    database = await withTestDatabase({ features: databaseFeatures, migrated: false });
  });
  afterEach(() => database.drop());

  async function start(schemaWait: string): Promise<SpawnedWorker> {
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    return new SpawnedWorker({
      ENVIRONMENT: 'production',
      HOST: '127.0.0.1',
      WORKER_PORT: String(port),
      DATABASE_URL: database.url,
      JWT_SECRET: 'q8Vw3nZk5RtY7uPxL1mC9bHdFgJsA2eT',
      PUBLIC_URL: 'https://mcp.example.com',
      ALLOWED_HOSTS: 'mcp.example.com',
      SCHEMA_WAIT: schemaWait,
    });
  }
  const status = (path: string) =>
    fetch(url + path).then(
      (answer) => answer.status,
      () => undefined,
    );
  const answers = (path: string, expected: number) =>
    until(async () => (await status(path)) === expected, `${path}: ${expected}`);

  it('waits, live but not ready, and works as soon as it is migrated', async () => {
    const worker = await start('10m');
    await answers('/health/live', 200);
    expect([await status('/health/ready'), await status('/health')]).toEqual([503, 200]);
    expect(
      worker.output.match(/it lacks \d+ migrations \(.*Waiting for that, 600 s/g),
    ).toHaveLength(1);

    // Every feature of the worker has its migrations in the data source of the test.
    await database.dataSource.runMigrations();
    await until(() => worker.output.includes('working'), 'working');
    await answers('/health/live', 200);
    expect(await worker.kill('SIGTERM')).toBe(0);
  });

  it('ends with 78 after SCHEMA_WAIT, and says what to run', async () => {
    const worker = await start('1s');
    expect(await worker.ended).toBe(78);
    expect(worker.output.match(/node main\.js --migrate/g)).toHaveLength(2);
  });

  it('ends with 0 when it is told to while it waits', async () => {
    const worker = await start('10m');
    await answers('/health/ready', 503);
    expect(await worker.kill('SIGTERM')).toBe(0);
  });
});
