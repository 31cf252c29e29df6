import { AuditRetention } from '@repo/audit';
import type { VariableName } from '@repo/config';
import { type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { freePort } from '@repo/foundation/testing';
import { databaseFeatures } from './database-features';
import { TestWorker } from './testing/test-worker.fixture';

/*
 * What the variables change that the worker alone reads. `SCALING_CONFIG` and `SCALING_PROTECTED`
 * have whole cases of their own in worker.spec.ts, `SCHEMA_WAIT` in schema-wait.e2e.ts.
 */
const DAY_MS = 24 * 3_600_000;

let database: TestDatabase;
beforeEach(async () => {
  database = await withTestDatabase({ features: databaseFeatures });
});
afterEach(() => database.drop());

async function onWorker<T>(
  environment: Partial<Record<VariableName, string>>,
  look: (worker: TestWorker) => Promise<T>,
): Promise<T> {
  const settings = { DATABASE_URL: database.url, ...environment };
  const worker = await TestWorker.start(settings, 'targets: []');
  try {
    return await look(worker);
  } finally {
    await worker.stop();
  }
}

it('AUDIT_RETENTION says which months of the audit trail are dropped', async () => {
  const month = new Date(Date.now() - 100 * DAY_MS);
  const [year, number] = [month.getUTCFullYear(), month.getUTCMonth()];
  const partition = `audit_record_${year}_${String(number + 1).padStart(2, '0')}`;
  const bounds = [number, number + 1].map((of) => new Date(Date.UTC(year, of)).toISOString());
  await database.dataSource.query(
    `create table ${partition} partition of audit_record for values from ('${bounds[0]}') to ('${bounds[1]}')`,
  );
  const dropped = (worker: TestWorker) => worker.app.get(AuditRetention).dropExpired();
  expect(await onWorker({}, dropped)).toEqual([]);
  expect(await onWorker({ AUDIT_RETENTION: '30' }, dropped)).toEqual([partition]);
});

it('WORKER_PORT is where it is asked for its health', async () => {
  const port = await freePort();
  const url = await onWorker({ WORKER_PORT: String(port) }, async ({ app }) => app.url);
  expect(new URL(url).port).toBe(String(port));
  const other = await onWorker({ WORKER_PORT: '0' }, async ({ app }) => app.url);
  expect(new URL(other).port).not.toBe(String(port));
});
