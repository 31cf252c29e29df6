import { join } from 'node:path';
import { parseArgs } from 'node:util';
import holdTestServer from '@repo/database/testing/hold-test-server';
import { workspaceRoot } from '@repo/platform/src/workspace-root';
import { RedisServer } from '@repo/redis/testing';
import { writeSections } from '../api-benchmark/report/document';
import { markdownTable } from '../api-benchmark/report/markdown-table';
import { runProgram } from '../api-benchmark/run-program';
import { TaskCluster } from './task-cluster';
import {
  runTasksChaos,
  tasksChaosFaults,
  tasksChaosRows,
  type TasksChaosReport,
} from './tasks-chaos';

const SIZE = { apis: 3, runners: 2 };

/** `nx run proofs:tasks-chaos`: processes that are killed all the time, under many tasks. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      tasks: { type: 'string', default: '1000' },
      longest: { type: 'string', default: '20' },
      queue: { type: 'string', default: 'redis' },
      write: { type: 'boolean', default: false },
    },
  });
  await holdTestServer();
  const redis = values.queue === 'redis' ? new RedisServer() : undefined;
  let cluster: TaskCluster | undefined;
  try {
    await redis?.start();
    cluster = await TaskCluster.start({ ...SIZE, concurrency: 80 }, redis?.url);
    const plan = {
      ...SIZE,
      ...{ tasks: Number(values.tasks), callers: 5, killEverySeconds: 5 },
      between: [1, Number(values.longest)] as const,
    };
    const report = await runTasksChaos(cluster, plan, redis);
    const table = tableOf(report);
    console.log(table);
    if (values.write) await write(values.queue, table);
    const faults = tasksChaosFaults(report);
    for (const fault of faults) console.error(fault);
    if (faults.length > 0) process.exitCode = 1;
  } finally {
    await cluster?.stop();
    await redis?.remove();
  }
}

async function write(queue: string, table: string): Promise<void> {
  const file = join(workspaceRoot, 'docs/operate/tasks-proofs.md');
  await writeSections({ [`tasks-chaos-${queue}`]: table }, file);
}

function tableOf(report: TasksChaosReport): string {
  return markdownTable(
    [
      { heading: 'what', align: 'left', cell: ([what]) => what },
      { heading: 'figure', align: 'left', cell: ([, figure]) => figure },
    ],
    tasksChaosRows(report),
  );
}

runProgram(main);
