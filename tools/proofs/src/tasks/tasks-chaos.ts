import { setTimeout as pause } from 'node:timers/promises';
import { until } from '@repo/foundation/testing';
import type { RedisServer } from '@repo/redis/testing';
import { percentile } from '../soak/report';
import type { Ledger } from './ledger';
import type { TaskCaller } from './task-caller';
import type { TaskCluster } from './task-cluster';

export interface ChaosPlan {
  readonly tasks: number;
  readonly callers: number;
  /** Seconds that the shortest and the longest task takes. */
  readonly between: readonly [shortest: number, longest: number];
  readonly killEverySeconds: number;
  readonly apis: number;
  readonly runners: number;
}

export interface TasksChaosReport {
  readonly plan: ChaosPlan;
  readonly seconds: number;
  readonly killedApis: number;
  readonly killedRunners: number;
  readonly redisRestarts: number;
  /** Requests that clients made again. */
  readonly repeated: number;
  /** Made for a call whose answer never came: they run, and nobody asks for them. */
  readonly orphans: number;
  /** Not completed when all was over. */
  readonly lost: number;
  readonly completedTwice: number;
  /** Results that are not the task's own. */
  readonly wrongResults: number;
  readonly readByOthers: number;
  readonly withoutEffect: number;
  /** Told once more under the same key, as their process died before the end was kept. */
  readonly effectsRepeated: number;
  /** Milliseconds until a task of a killed process went on, the shortest first. */
  readonly wentOnAfter: readonly number[];
}

/** The kill after which Redis is restarted. */
const REDIS_TURN = 3;

interface Kill {
  readonly at: number;
  readonly held: readonly string[];
}

/** Kills api and runner processes in turn while callers have tasks done, and read the results. */
export async function runTasksChaos(
  cluster: TaskCluster,
  plan: ChaosPlan,
  redis?: RedisServer,
): Promise<TasksChaosReport> {
  const beganAt = performance.now();
  const callers = Array.from({ length: plan.callers }, (_, index) =>
    cluster.caller(`caller ${index}`),
  );
  const made = Array.from({ length: plan.tasks }, (_, index) =>
    oneTask(cluster, plan, callers, index),
  );
  let isOver = false;
  const all = Promise.all(made).finally(() => (isOver = true));
  const kills: Kill[] = [];
  let killedApis = 0;
  let redisRestarts = 0;
  for (let turn = 0; ; turn += 1) {
    await Promise.race([pause(plan.killEverySeconds * 1_000), all]);
    if (isOver) break;
    if (turn % 2 === 0) kills.push(await killRunner(cluster, (turn / 2) % plan.runners));
    else await restartApi(cluster, (killedApis += 1) % plan.apis);
    if (turn === REDIS_TURN && redis !== undefined) {
      await redis.kill();
      await redis.start();
      redisRestarts += 1;
    }
  }
  const results = await all;
  // Those that nobody asks for have to end as well.
  await until(async () =>
    Object.keys(await cluster.statuses()).every((one) => one === 'completed'),
  );
  const seconds = (performance.now() - beganAt) / 1_000;
  const rows = await cluster.query<{ id: string }>(`SELECT id FROM task`);
  const effects = rows.map(({ id }) => cluster.ledger.all(id, 'effect').length);
  return {
    ...{ plan, seconds, killedApis, killedRunners: kills.length, redisRestarts },
    repeated: callers.reduce((sum, { repeated }) => sum + repeated, 0),
    orphans: rows.length - plan.tasks,
    lost: results.filter(({ status }) => status !== 'completed').length,
    completedTwice: await cluster.completedTwice(),
    wrongResults: results.filter(({ taskId, text }) => text !== taskId).length,
    readByOthers: results.filter(({ wasReadByOther }) => wasReadByOther).length,
    withoutEffect: effects.filter((count) => count === 0).length,
    effectsRepeated: effects.filter((count) => count > 1).length,
    wentOnAfter: wentOn(cluster.ledger, kills),
  };
}

async function oneTask(
  cluster: TaskCluster,
  { between: [shortest, longest], tasks }: ChaosPlan,
  callers: readonly TaskCaller[],
  index: number,
) {
  const caller = callers[index % callers.length]!;
  const other = callers[(index + 1) % callers.length]!;
  // Spread evenly, and not in the order of their length.
  const seconds = shortest + (longest - shortest) * (((index * 7) % tasks) / tasks);
  const { taskId } = await caller.start('work', { seconds, ledger: cluster.ledger.url });
  const wasReadByOther = await other.get(taskId).then(
    () => true,
    () => false,
  );
  const { status, result } = await caller.ended(taskId);
  return { taskId, status, text: result?.content[0]?.text, wasReadByOther };
}

async function killRunner(cluster: TaskCluster, index: number): Promise<Kill> {
  const pid = cluster.runnerPid(index);
  await cluster.killRunner(index);
  const kill = { at: performance.now(), held: cluster.ledger.heldBy(pid) };
  await cluster.startRunner(index);
  return kill;
}

async function restartApi({ apis }: TaskCluster, index: number): Promise<void> {
  await apis.kill(index);
  await apis.startOne(index);
}

function wentOn(ledger: Ledger, kills: readonly Kill[]): number[] {
  return kills
    .flatMap(({ at, held }) =>
      held.flatMap((key) => {
        const next = ledger.all(key, 'begun').find((entry) => entry.at > at);
        return next === undefined ? [] : [next.at - at];
      }),
    )
    .sort((one, other) => one - other);
}

/** What should not be. */
export function tasksChaosFaults(report: TasksChaosReport): string[] {
  const faults = [
    'lost',
    'completedTwice',
    'wrongResults',
    'readByOthers',
    'withoutEffect',
  ] as const;
  return faults.filter((name) => report[name] > 0).map((name) => `${name}: ${report[name]}`);
}

/** The report as rows of a table. */
export function tasksChaosRows(report: TasksChaosReport): [string, string][] {
  const { plan, wentOnAfter } = report;
  const after = (percent: number) => `${(percentile(wentOnAfter, percent) / 1_000).toFixed(1)} s`;
  return [
    [
      'tasks',
      `${plan.tasks}, ${plan.between[0]} to ${plan.between[1]} s, of ${plan.callers} callers`,
    ],
    ['time', `${report.seconds.toFixed(0)} s`],
    ['killed (SIGKILL)', `${report.killedRunners} that run tasks, ${report.killedApis} apis`],
    ['Redis restarted without its data', `${report.redisRestarts}`],
    ['requests that clients made again', `${report.repeated}`],
    ['tasks whose answer got lost; they ran as well', `${report.orphans}`],
    ['**lost**', `${report.lost}`],
    ['**completed twice**', `${report.completedTwice}`],
    ['**results that an owner could not read, or were not its own**', `${report.wrongResults}`],
    ['tasks that another caller could read', `${report.readByOthers}`],
    ['completed without their effect', `${report.withoutEffect}`],
    ['effects told again under the same key', `${report.effectsRepeated}`],
    ['runs that a kill ended', `${wentOnAfter.length}`],
    ['these went on after (p50, p95, the last)', `${after(50)}, ${after(95)}, ${after(100)}`],
  ];
}
