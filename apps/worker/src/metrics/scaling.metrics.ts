import { ScalingStore, type StoredStatus } from '@repo/scaling';
import { makeCollectedProvider, type Sample } from '@repo/telemetry';
import { makeCounterProvider } from '@willsoto/nestjs-prometheus';

export const SCALING_ACTIONS = 'scaling_actions_total';

/**
 * Scaling as Prometheus sees it. Sizes and savings are what the database knows, so every worker tells
 * the same (take the `max`), and a restart loses nothing; actions are those of this worker (take the
 * `sum`).
 */
export const scalingMetrics = [
  makeCounterProvider({
    name: SCALING_ACTIONS,
    help: 'Reconciliations of a target by what was done and how it ended.',
    labelNames: ['target', 'action', 'outcome'],
  }),
  makeCollectedProvider('Gauge', {
    name: 'scaling_desired_replicas',
    help: 'What a target should run.',
    labelNames: ['target'],
    source: ScalingStore,
    collect: (store) => ofStatuses(store, desiredOf),
  }),
  makeCollectedProvider('Gauge', {
    name: 'scaling_actual_replicas',
    help: 'What a target runs.',
    labelNames: ['target'],
    source: ScalingStore,
    collect: (store) => ofStatuses(store, ({ actual }) => actual?.ready),
  }),
  makeCollectedProvider('Gauge', {
    name: 'scaling_held_at_zero',
    help: '1 while a target runs nothing because its rules say so and the worker sees to it, else 0.',
    labelNames: ['target'],
    source: ScalingStore,
    collect: (store) => ofStatuses(store, (status) => (isHeldAtZero(status) ? 1 : 0)),
  }),
  makeCollectedProvider('Gauge', {
    name: 'scaling_last_reconcile_timestamp_seconds',
    help: 'When a target was last compared with what it should be, in seconds since 1970.',
    labelNames: ['target'],
    source: ScalingStore,
    collect: (store) => ofStatuses(store, ({ seenAt }) => seenAt / 1000),
  }),
  makeCollectedProvider('Counter', {
    name: 'scaling_replica_hours_saved_total',
    help: 'Replica-hours that did not run for being outside of the hours.',
    labelNames: ['target'],
    source: ScalingStore,
    collect: async (store) =>
      [...(await store.savings.totals())].map(([target, value]) => ({ labels: { target }, value })),
  }),
];

async function ofStatuses(
  store: ScalingStore,
  read: (status: StoredStatus) => number | undefined,
): Promise<Sample[]> {
  return (await store.statuses.all()).flatMap((status) => {
    const value = read(status);
    return value === undefined ? [] : [{ labels: { target: status.target }, value }];
  });
}

/** Where an autoscaler may choose, the least. */
function desiredOf({ wanted }: StoredStatus): number | undefined {
  return wanted === null ? undefined : (wanted.desired ?? wanted.min);
}

/** Neither in a dry run, nor paused or excluded, nor where the platform could not be asked. */
function isHeldAtZero({ wanted, actual, rules, outcome }: StoredStatus): boolean {
  return (
    wanted?.max === 0 &&
    actual?.desired === 0 &&
    actual.ready === 0 &&
    !rules.dryRun &&
    outcome !== 'failed'
  );
}
