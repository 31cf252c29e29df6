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
import { plainCost } from './plain-cost';
import { TaskCluster } from './task-cluster';

const TASKS = 2_000;
const IN_FLIGHT = 32;
/** Cancellations of one method that is waiting elsewhere. */
const CANCELLATIONS = 40;

/** What tasks cost on one queue. */
interface Rate {
  readonly queue: string;
  /** Calls that became a task, a second. */
  readonly started: number;
  /** Tasks from call to completed, a second, counted in the database. */
  readonly completed: number;
  /** Milliseconds from call to completed with nothing else to do, the shortest first. */
  readonly alone: readonly number[];
  /** Milliseconds from the cancellation to the method elsewhere, the shortest first. */
  readonly cancelled: readonly number[];
}

/** `nx run proofs:tasks-rate`: how many tasks two processes get through. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
  await holdTestServer();
  const rates = [await onRedis(), await measure('PostgreSQL')];
  const table = markdownTable<Rate>(
    [
      { heading: 'queue', align: 'left', cell: ({ queue }) => queue },
      { heading: 'started a second', cell: ({ started }) => started.toFixed(0) },
      { heading: 'completed a second', cell: ({ completed }) => completed.toFixed(0) },
      { heading: 'one alone, p50 ms', cell: ({ alone }) => percentile(alone, 50).toFixed(0) },
      { heading: 'p99 ms', cell: ({ alone }) => percentile(alone, 99).toFixed(0) },
      {
        heading: 'cancelled after, p50 ms',
        cell: ({ cancelled }) => percentile(cancelled, 50).toFixed(0),
      },
      { heading: 'longest ms', cell: ({ cancelled }) => percentile(cancelled, 100).toFixed(0) },
    ],
    rates,
  );
  const cost = await plainCost();
  const text = `${TASKS.toLocaleString('en')} calls of a tool that does nothing, ${IN_FLIGHT} at once, by one process that takes them and one that runs them; a cancellation of a method that runs in the other one, ${CANCELLATIONS} times.\n\n${table}\n\nA call of a tool without tasks, on a server that has others with, takes ${cost.toFixed(2)} times what it takes on one that has none.`;
  console.log(text);
  const file = join(workspaceRoot, 'docs/operate/tasks-proofs.md');
  if (values.write) await writeSections({ 'tasks-rate': text }, file);
}

async function onRedis(): Promise<Rate> {
  const redis = new RedisServer();
  await redis.start();
  try {
    return await measure('Redis', redis.url);
  } finally {
    await redis.remove();
  }
}

async function measure(queue: string, redisUrl?: string): Promise<Rate> {
  const cluster = await TaskCluster.start({ apis: 1, runners: 1, concurrency: 50 }, redisUrl);
  try {
    await batch(cluster, TASKS / 4);
    const { started, completed } = await batch(cluster, TASKS);
    const alone = await times(200, () => oneTask(cluster));
    const cancelled = await times(CANCELLATIONS, () => oneCancellation(cluster));
    return { queue, started, completed, alone, cancelled };
  } finally {
    await cluster.stop();
  }
}

async function batch(cluster: TaskCluster, count: number) {
  const caller = cluster.caller('Ada');
  const before = await completedIn(cluster);
  const beganAt = performance.now();
  await inParallel(IN_FLIGHT, Array.from({ length: count }), () => caller.start('later'));
  const startedAt = performance.now();
  while ((await completedIn(cluster)) - before < count) await pause(20);
  const perSecond = (at: number) => (count * 1_000) / (at - beganAt);
  return { started: perSecond(startedAt), completed: perSecond(performance.now()) };
}

async function completedIn(cluster: TaskCluster): Promise<number> {
  const [row] = await cluster.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM completion`,
  );
  return row?.count ?? 0;
}

/** @returns milliseconds from the call until it is completed, asked for all the time */
async function oneTask(cluster: TaskCluster): Promise<number> {
  const caller = cluster.caller('Ada');
  const beganAt = performance.now();
  const { taskId } = await caller.start('later');
  await caller.ended(taskId, 1);
  return performance.now() - beganAt;
}

async function oneCancellation(cluster: TaskCluster): Promise<number> {
  const caller = cluster.caller('Ada');
  const { taskId } = await caller.start('hang', { seconds: 0, ledger: cluster.ledger.url });
  const heard = async (what: string) => {
    while (cluster.ledger.all(taskId, what).length === 0) await pause(1);
  };
  await heard('begun');
  // Not in step with the looks of the process.
  await pause(Math.random() * 400);
  const at = performance.now();
  await caller.cancel(taskId);
  await heard('aborted');
  return cluster.ledger.all(taskId, 'aborted')[0]!.at - at;
}

async function times(count: number, measured: () => Promise<number>): Promise<number[]> {
  const all: number[] = [];
  while (all.length < count) all.push(await measured());
  return all.sort((one, other) => one - other);
}

runProgram(main);
