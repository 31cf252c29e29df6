import type { Tables } from '@repo/database';
import { ManualClock } from '@repo/foundation/testing';
import { ReconcileRequests } from '../orders/reconcile-requests';
import { ScalingOrders } from '../orders/scaling-orders';
import type { TargetRules } from '../rules/rules';
import { ScalingStatus } from '../status/scaling-status';
import { ScalingStore } from '../storage/scaling-store';

/** The queue of a test: it notes what it is asked for, and fails where it shall. */
export class NotedRequests extends ReconcileRequests {
  readonly noted: (string | undefined)[] = [];
  fault: Error | undefined;

  async request(target?: string): Promise<void> {
    if (this.fault !== undefined) throw this.fault;
    this.noted.push(target);
  }
}

/** What answers people, as an api has it, on a database of its own. */
export function deskOn(tables: Tables, now: number) {
  const store = new ScalingStore(tables);
  const clock = new ManualClock(now);
  const requests = new NotedRequests();
  const orders = new ScalingOrders(store, requests, clock);
  return { store, clock, requests, orders, status: new ScalingStatus(store, clock) };
}

/** What a worker writes down when it finds a target that is off. */
export async function seenOff(store: ScalingStore, target: TargetRules, at: number): Promise<void> {
  const actual = { desired: 0, ready: 0, autoscaled: false, settled: true };
  const why = 'outside of its hours';
  await store.statuses.record({
    target,
    result: {
      ...{ target: target.name, at, action: 'none', outcome: 'unchanged', why },
      desired: { target: target.name, state: 'off', wanted: target.offHours, why },
      ...{ before: actual, after: actual },
    },
    currency: 'EUR',
  });
}
