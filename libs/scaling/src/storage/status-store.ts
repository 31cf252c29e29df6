import type { Tables } from '@repo/database';
import type { EntityManager } from 'typeorm';
import { savings } from '../savings/savings';
import type { ReconcileResult } from '../reconcile/reconcile';
import type { EventEntity } from './entities/event.entity';
import { StatusEntity } from './entities/status.entity';
import { baselineOf, type Observation, paidReplicas } from './observation';
import { recordEvents } from './record-events';
import { addSaving } from './savings-store';
import { storedText } from './stored-text';
import { factsOf } from './target-facts';

/** What the worker last knew of a target. */
export type StoredStatus = Readonly<Omit<StatusEntity, 'eventKey' | 'eventAt'>>;

const MAX_TEXT_LENGTH = 1_000;

/** What the worker sees, for those who ask the api. */
export class StatusStore {
  constructor(private readonly tables: Tables) {}

  async all(): Promise<readonly StoredStatus[]> {
    const statuses = await this.tables.getRepository(StatusEntity);
    return statuses.find({ order: { target: 'ASC' } });
  }

  async of(target: string): Promise<StoredStatus | undefined> {
    const statuses = await this.tables.getRepository(StatusEntity);
    return (await statuses.findOneBy({ target })) ?? undefined;
  }

  /**
   * Keeps what a reconciliation saw: the status of its target, what was saved since the last one, and
   * in the history what was done, tried or failed. Call it in every one of them, while it holds the
   * target's lock; at least once an hour, or savings have gaps.
   *
   * A change is in the history from before it is ordered. The looks after it, of whichever worker,
   * find it there and say how it ended.
   *
   * @returns the result in the light of that change: `done` where it came about, `late` where it is
   */
  async record(observation: Observation): Promise<ReconcileResult> {
    const { target, result } = observation;
    if (result.outcome === 'busy') return result;
    return this.tables.transaction(async (manager) => {
      const last = await manager.findOne(StatusEntity, {
        where: { target: target.name },
        lock: { mode: 'pessimistic_write' },
      });
      const event = eventOf(observation, statusOf(observation, last));
      const { result: known, told } = await recordEvents(result, event, last, manager);
      // Of a worker whose clock is behind: what it did is in the history.
      if (last !== null && last.seenAt > result.at) return known;
      if (last !== null) await addSavingsSince(last, observation, manager);
      const next = statusOf({ ...observation, result: known }, last);
      await manager.upsert(StatusEntity, { ...next, ...told }, ['target']);
      return known;
    });
  }
}

async function addSavingsSince(
  { target: name, actualAt, replicas, baseline }: StatusEntity,
  { target, result, currency }: Observation,
  manager: EntityManager,
): Promise<void> {
  if (actualAt === null || replicas === null || baseline === null) return;
  const timeZone = target.calendar.zone.name;
  const price = { pricePerReplicaHour: target.pricePerReplicaHour, timeZone };
  const sample = { target: name, at: actualAt, replicas, baseline };
  // Where nobody could look at the platform since, the last sample holds for its hour, counted once.
  if (result.after === undefined) return;
  for (const saving of savings([sample], new Map([[name, price]]), { until: result.at })) {
    await addSaving(manager, saving, currency);
  }
}

function statusOf(observation: Observation, last: StatusEntity | null): StoredStatus {
  const { target, result, overrides } = observation;
  const { at, desired, action, outcome, why, error, after, ordered } = result;
  const seen =
    after === undefined
      ? {
          actual: last?.actual ?? null,
          actualAt: last?.actualAt ?? null,
          replicas: last?.replicas ?? null,
          baseline: last?.baseline ?? null,
        }
      : {
          actual: after,
          actualAt: at,
          // What was ordered is paid for from now on, whoever comes to look at it.
          replicas: Math.max(paidReplicas(after), ordered?.desired ?? 0),
          baseline: baselineOf(observation, last?.baseline ?? null),
        };
  return {
    target: target.name,
    seenAt: at,
    rules: factsOf(target, overrides),
    state: desired?.state ?? null,
    wanted: desired?.wanted ?? null,
    ...seen,
    ...{ action, outcome },
    why: storedText(why, MAX_TEXT_LENGTH) ?? '',
    changesAt: desired?.changesAt ?? null,
    error:
      error === undefined ? null : { ...error, message: error.message.slice(0, MAX_TEXT_LENGTH) },
  };
}

function eventOf({ result }: Observation, status: StoredStatus): Omit<EventEntity, 'id'> {
  const { target, why, wanted, replicas, baseline } = status;
  const { at, action, outcome, error, before = null, after = null } = result;
  return {
    ...{ at, target, action, outcome, why, wanted, before, after, replicas, baseline },
    error: error?.code ?? null,
    actor: 'schedule',
    ...{ dueAt: null, endedAt: null },
  };
}
