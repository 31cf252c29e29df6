import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import holdTestServer from '@repo/database/testing/hold-test-server';
import { workspaceRoot } from '@repo/platform/src/workspace-root';
import { RedisServer } from '@repo/redis/testing';
import { inParallel } from '../api-benchmark/measure/in-parallel';
import { writeSections } from '../api-benchmark/report/document';
import { markdownTable } from '../api-benchmark/report/markdown-table';
import { runProgram } from '../api-benchmark/run-program';
import { percentile } from '../soak/report';
import { statementTimes } from './statement-times';
import { TaskCluster } from './task-cluster';

const OPEN = 10_000;
const IN_FLIGHT = 32;
const ASKED = 2_000;
const MIB = 2 ** 20;

/** `nx run proofs:tasks-open`: many tasks that wait for their clients, and then are over. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
  await holdTestServer();
  const redis = new RedisServer();
  await redis.start();
  const size = { apis: 1, runners: 1, concurrency: 50 };
  const cluster = await TaskCluster.start(size, redis.url);
  try {
    const rows = await measure(cluster);
    const columns = [
      { heading: 'what', align: 'left', cell: ([what]: string[]) => what ?? '' },
      { heading: 'figure', align: 'left', cell: ([, figure]: string[]) => figure ?? '' },
    ] as const;
    const statements = await statementTimes(cluster);
    const text = `${markdownTable(columns, rows)}\n\nThe statements, with so many rows in the table, a tenth of them open (\`EXPLAIN ANALYZE\`); \`scan\` where the whole table is read:\n\n${statements}`;
    console.log(text);
    const file = join(workspaceRoot, 'docs/operate/tasks-proofs.md');
    if (values.write) await writeSections({ 'tasks-open': text }, file);
  } finally {
    await cluster.stop();
    await redis.remove();
  }
}

async function measure(cluster: TaskCluster): Promise<string[][]> {
  const memory = async () => {
    const [api = NaN] = await cluster.apis.memory();
    return { api, runner: await cluster.runnerMemory(0) };
  };
  const caller = cluster.caller('Ada');
  const ask = { seconds: 0, ledger: cluster.ledger.url };
  const start = (count: number) =>
    inParallel(IN_FLIGHT, Array.from({ length: count }), () => caller.start('confirm', ask));
  const waiting = async (count: number) => {
    while ((await cluster.statuses())['input_required'] !== count) await pause(100);
  };
  await start(200);
  await waiting(200);
  const before = await memory();
  const tasks = await start(OPEN - 200);
  await waiting(OPEN);
  const after = await memory();
  const latencies = await inParallel(4, Array.from({ length: ASKED }), async () => {
    const beganAt = performance.now();
    await caller.get(tasks[Math.floor(Math.random() * tasks.length)]!.taskId);
    return performance.now() - beganAt;
  });
  const gone = await retention(cluster);
  const sorted = latencies.sort((one, other) => one - other);
  const grown = (of: 'api' | 'runner') =>
    `${(before[of] / MIB).toFixed(0)} → ${(after[of] / MIB).toFixed(0)} MiB`;
  return [
    ['open tasks of one caller, waiting for input', OPEN.toLocaleString('en')],
    ['memory that the api holds, with 200 and with all', grown('api')],
    ['memory that the process holds that runs tasks', grown('runner')],
    [
      '`tasks/get`, 4 at once',
      `p50 ${percentile(sorted, 50).toFixed(1)} ms, p99 ${percentile(sorted, 99).toFixed(1)} ms`,
    ],
    ['all over at once: deleted after', `${(gone / 1_000).toFixed(1)} s`],
  ];
}

/** @returns milliseconds until all are deleted whose time is over at once */
async function retention(cluster: TaskCluster): Promise<number> {
  await cluster.query(`UPDATE task SET expires_at = now()`);
  const beganAt = performance.now();
  while (Object.keys(await cluster.statuses()).length > 0) await pause(50);
  return performance.now() - beganAt;
}

runProgram(main);
