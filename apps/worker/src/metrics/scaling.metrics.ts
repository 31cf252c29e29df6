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
    collect: (store) => sizes(store, desiredOf),
  }),
  makeCollectedProvider('Gauge', {
    name: 'scaling_actual_replicas',
    help: 'What a target runs.',
    labelNames: ['target'],
    source: ScalingStore,
    collect: (store) => sizes(store, ({ actual }) => actual?.ready),
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

async function sizes(
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
