import { type ReconcileResult, ScalingStore, type StoredStatus } from '@repo/scaling';
import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Registry } from 'prom-client';

/**
 * Scaling as Prometheus sees it. Sizes and savings are what the database knows, so every worker tells
 * the same (take the `max`), and a restart loses nothing; actions are those of this worker (take the
 * `sum`).
 */
@Injectable()
export class ScalingMetrics {
  readonly registry = new Registry();
  private readonly actions = new Counter({
    name: 'scaling_actions_total',
    help: 'Looks at a target by what was done and how it ended.',
    labelNames: ['target', 'action', 'outcome'],
    registers: [this.registry],
  });

  constructor(store: ScalingStore) {
    const sizes = (read: (status: StoredStatus) => number | undefined) =>
      async function (this: Gauge<'target'>) {
        this.reset();
        for (const status of await store.statuses.all()) {
          const size = read(status);
          if (size !== undefined) this.set({ target: status.target }, size);
        }
      };
    this.gauge('scaling_desired_replicas', 'What a target should run.', sizes(desiredOf));
    this.gauge(
      'scaling_actual_replicas',
      'What a target runs.',
      sizes(({ actual }) => actual?.ready),
    );
    new Counter({
      name: 'scaling_replica_hours_saved_total',
      help: 'Replica-hours that did not run for being outside of the hours.',
      labelNames: ['target'],
      registers: [this.registry],
      async collect(this: Counter<'target'>) {
        const totals = await store.savings.totals();
        this.reset();
        for (const [target, hours] of totals) this.inc({ target }, hours);
      },
    });
  }

  count({ target, action, outcome }: ReconcileResult): void {
    this.actions.inc({ target, action, outcome });
  }

  private gauge(name: string, help: string, collect: (this: Gauge<'target'>) => Promise<void>) {
    return new Gauge({ name, help, labelNames: ['target'], registers: [this.registry], collect });
  }
}

/** Where an autoscaler may choose, the least. */
function desiredOf({ wanted }: StoredStatus): number | undefined {
  return wanted === null ? undefined : (wanted.desired ?? wanted.min);
}
