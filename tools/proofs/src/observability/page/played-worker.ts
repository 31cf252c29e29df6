import type { Played } from './played-series';
import { instants, STEP_S, type PlayedInstant } from './played-time';
import { normal } from './played-tools';
import { randomFrom } from './random';

const TARGET = { job: 'mcp-worker', instance: '10.0.0.21:8001' };
const BUCKETS = [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60];
const JOBS = [
  { queue: 'scaling', name: 'reconcile', every: 60, median: 0.2 },
  { queue: 'scaling', name: 'check', every: 300, median: 0.6 },
  { queue: 'maintenance', name: 'send-report', every: 45, median: 2 },
];

/** Plays the worker: its jobs, and a target whose hours end within the hour. */
export function playWorker(played: Played): void {
  const random = randomFrom(99);
  const totals = new Map<string, number>();
  const grow = (series: string, by: number) => {
    totals.set(series, (totals.get(series) ?? 0) + by);
    return [series, totals.get(series)!] as const;
  };
  for (const instant of instants) {
    played.add(instant, TARGET, [
      ['up', 1],
      ...ofScaling(instant, grow),
      ...ofQueues(instant, random),
      ...JOBS.flatMap((job) => ofJob(job, instant, random, grow)),
      ['dependency_up{dependency="database"}', instant.isOutage ? 0 : 1],
      ['dependency_up{dependency="queue"}', 1],
      ['process_start_time_seconds', instant.at(5 * 86_400)],
      ['process_resident_memory_bytes', 121e6 * (1 + 0.02 * normal(random))],
      ['nodejs_eventloop_lag_p99_seconds', 0.012 * (1 + 0.1 * Math.abs(normal(random)))],
      grow('process_cpu_seconds_total', 0.04 * STEP_S),
    ]);
  }
}

type Grow = (series: string, by: number) => readonly [string, number];

function ofScaling(instant: PlayedInstant, grow: Grow): (readonly [string, number])[] {
  const isNight = instant.isEvening;
  const isLate = instant.left > 17 * 60;
  const shop = isNight ? 0 : 4;
  const looked = instant.isOutage ? 32 * 60 : instant.left + (instant.left % 60);
  const act = (target: string, action: string, outcome: string, by: number) =>
    grow(
      `scaling_actions_total{target="${target}",action="${action}",outcome="${outcome}"}`,
      instant.isOutage ? 0 : by,
    );
  const minute = STEP_S / 60;
  return [
    ['scaling_desired_replicas{target="api"}', 3],
    ['scaling_actual_replicas{target="api"}', instant.isReplacing ? 2 : 3],
    ['scaling_desired_replicas{target="shop"}', shop],
    ['scaling_actual_replicas{target="shop"}', isNight && isLate ? 2 : shop],
    ['scaling_held_at_zero{target="api"}', 0],
    ['scaling_held_at_zero{target="shop"}', isNight && !isLate ? 1 : 0],
    ...['api', 'shop'].map(
      (target) =>
        [
          `scaling_last_reconcile_timestamp_seconds{target="${target}"}`,
          instant.at(looked),
        ] as const,
    ),
    act('api', 'none', 'done', minute),
    act('shop', 'none', 'done', minute),
    act('shop', 'scale_down', 'done', instant.left === 18 * 60 ? 1 : 0),
    grow('scaling_replica_hours_saved_total{target="shop"}', isNight ? (4 * STEP_S) / 3_600 : 0),
  ];
}

function ofQueues(
  { isOutage, isCatchingUp }: PlayedInstant,
  random: () => number,
): (readonly [string, number])[] {
  const waiting = isOutage ? 9 : isCatchingUp ? 5 : Math.round(Math.abs(normal(random)));
  return ['scaling', 'scaling-orders', 'maintenance'].flatMap((queue, at) => [
    [`queue_jobs{queue="${queue}",state="waiting"}`, at === 2 ? waiting : 0] as const,
    [`queue_jobs{queue="${queue}",state="active"}`, random() < 0.3 ? 1 : 0] as const,
    [`queue_jobs{queue="${queue}",state="delayed"}`, at === 0 ? 4 : 0] as const,
    [`queue_jobs{queue="${queue}",state="failed"}`, 0] as const,
    [`queue_age_seconds{queue="${queue}"}`, at === 2 && waiting > 2 ? 40 * waiting : 0] as const,
  ]);
}

function ofJob(
  { queue, name, every, median }: (typeof JOBS)[number],
  instant: PlayedInstant,
  random: () => number,
  grow: Grow,
): (readonly [string, number])[] {
  const isDue = instant.left % every < STEP_S;
  const status = instant.isOutage && random() < 0.5 ? 'failed' : 'completed';
  const seconds = median * Math.exp(0.6 * normal(random));
  return ['completed', 'failed'].flatMap((end) => {
    const labels = `queue="${queue}",name="${name}",status="${end}"`;
    const done = isDue && end === status ? 1 : 0;
    return [
      ...BUCKETS.map((le) =>
        grow(`job_duration_seconds_bucket{le="${le}",${labels}}`, seconds <= le ? done : 0),
      ),
      grow(`job_duration_seconds_bucket{le="+Inf",${labels}}`, done),
      grow(`job_duration_seconds_count{${labels}}`, done),
      grow(`job_duration_seconds_sum{${labels}}`, done * seconds),
    ];
  });
}
