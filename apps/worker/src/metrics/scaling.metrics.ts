import { ScalingStore, type StoredStatus } from '@repo/scaling';
import { counter, gauge, type Sample } from '@repo/telemetry';
import { Injectable } from '@nestjs/common';

/**
 * Scaling as Prometheus sees it. Sizes and savings are what the database knows, so every worker tells
 * the same (take the `max`), and a restart loses nothing; actions are those of this worker (take the
 * `sum`).
 */
@Injectable()
export class ScalingMetrics {
  readonly actions = counter({
    name: 'scaling_actions_total',
    help: 'Reconciliations of a target by what was done and how it ended.',
    labelNames: ['target', 'action', 'outcome'],
  });

  constructor(store: ScalingStore) {
    const ofTargets = (
      name: string,
      help: string,
      read: (status: StoredStatus) => number | undefined,
    ) => gauge({ name, help, labelNames: ['target'], collect: () => ofStatuses(store, read) });

    ofTargets('scaling_desired_replicas', 'What a target should run.', desiredOf);
    ofTargets('scaling_actual_replicas', 'What a target runs.', ({ actual }) => actual?.ready);
    ofTargets(
      'scaling_held_at_zero',
      '1 while a target runs nothing because its rules say so and the worker sees to it, else 0.',
      (status) => (isHeldAtZero(status) ? 1 : 0),
    );
    ofTargets(
      'scaling_last_reconcile_timestamp_seconds',
      'When a target was last compared with what it should be, in seconds since 1970.',
      ({ seenAt }) => seenAt / 1000,
    );
    counter({
      name: 'scaling_replica_hours_saved_total',
      help: 'Replica-hours that did not run for being outside of the hours.',
      labelNames: ['target'],
      collect: async () =>
        [...(await store.savings.totals())].map(([target, value]) => ({
          labels: { target },
          value,
        })),
    });
  }
}

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
