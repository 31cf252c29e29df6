import { parseArgs } from 'node:util';
import { auditSchema } from '@repo/audit';
import { DatabaseProxy, type TestDatabase, withTestDatabase } from '@repo/database/testing';
import holdTestServer from '@repo/database/testing/hold-test-server';
import { RedisServer } from '@repo/redis/testing';
import { runProgram } from '../api-benchmark/run-program';
import { chaosFaults, chaosRows, runChaos } from './chaos';
import { databaseOutageFaults, databaseOutageRows, runDatabaseOutage } from './database-outage';
import { outageFaults, outageRows, runOutage } from './outage';
import { ReplicaSet } from './replica-set';
import { table, type Row } from './report';
import { rollingFaults, rollingRows, runRolling } from './rolling';

const SIZE = 3;
const MAX_SHOWN = 20;

/** Seconds in which ECS replaces what its balancer calls unhealthy. */
const UNREADY_SECONDS = 20;

interface Figures {
  readonly clients: number;
  readonly seconds: number;
  readonly rate: number;
}

interface Stores {
  readonly database: TestDatabase;
  readonly proxy: DatabaseProxy;
}

type Mode = (
  replicas: ReplicaSet,
  redis: RedisServer,
  figures: Figures,
  stores: Stores,
) => Promise<{ rows: Row[]; faults: string[] }>;

const MODES: Record<string, Mode> = {
  async kills(replicas, _redis, { clients, seconds }) {
    const report = await runChaos(replicas, SIZE, clients, seconds);
    return { rows: chaosRows(report), faults: chaosFaults(report) };
  },
  async rolling(replicas, _redis, { rate, seconds }) {
    const report = await runRolling(replicas, SIZE, rate, seconds);
    return { rows: rollingRows(report), faults: rollingFaults(report) };
  },
  async outage(replicas, redis, { clients, seconds }) {
    const report = await runOutage(replicas, redis, clients, seconds);
    return { rows: outageRows(report), faults: outageFaults(report) };
  },
  async database(replicas, _redis, { rate, seconds }, stores) {
    const outage = { perSecond: rate, awaySeconds: seconds, unreadySeconds: UNREADY_SECONDS };
    const report = await runDatabaseOutage(replicas, stores, outage);
    return { rows: databaseOutageRows(report), faults: databaseOutageFaults(report) };
  },
};

/** What goes wrong with replicas under load, by far longer than a test has time for. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      mode: { type: 'string', default: 'kills' },
      clients: { type: 'string', default: '200' },
      seconds: { type: 'string', default: '60' },
      rate: { type: 'string', default: '300' },
    },
  });
  const mode = MODES[values.mode];
  if (mode === undefined) throw new Error(`--mode is one of ${Object.keys(MODES).join(', ')}`);
  await holdTestServer();
  const database = await withTestDatabase({ features: [auditSchema] });
  const proxy = await DatabaseProxy.before(database.url);
  const redis = new RedisServer();
  let replicas: ReplicaSet | undefined;
  try {
    await redis.start();
    replicas = await ReplicaSet.start(SIZE, {
      REDIS_URL: redis.url,
      DATABASE_URL: proxy.url,
      AUDIT: values.mode === 'database' ? 'best-effort' : 'off',
    });
    const { rows, faults } = await mode(
      replicas,
      redis,
      {
        clients: Number(values.clients),
        seconds: Number(values.seconds),
        rate: Number(values.rate),
      },
      { database, proxy },
    );
    console.log(table(rows));
    for (const fault of faults.slice(0, MAX_SHOWN)) console.log(fault);
    if (faults.length > 0) process.exitCode = 1;
  } finally {
    await replicas?.stop();
    await redis.remove();
    await proxy.close();
    await database.drop();
  }
}

runProgram(main);
