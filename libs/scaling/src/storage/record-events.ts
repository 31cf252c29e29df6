import { IsNull, Not, type EntityManager } from 'typeorm';
import type { ReconcileResult } from '../reconcile/reconcile';
import { CHANGE_LIMIT_MS, type ChangeStep, inLightOf, ordersChange, stepOf } from './change';
import { EventEntity } from './entities/event.entity';
import type { StatusEntity } from './entities/status.entity';
import { eventKeyOf, isNews } from './observation';
import type { EventOutcome } from './history-store';

/** What a look is to the history. */
export interface RecordedEvents {
  /** In the light of the change under way. */
  readonly result: ReconcileResult;
  /** What was told last, so that the same is not told every minute. */
  readonly told: Pick<StatusEntity, 'eventKey' | 'eventAt'>;
}

/**
 * Writes into the history what a look did: it begins a change, ends one, or tells what went wrong.
 *
 * @param event of the look, as it is told where it is news
 */
export async function recordEvents(
  result: ReconcileResult,
  event: Omit<EventEntity, 'id'>,
  last: StatusEntity | null,
  manager: EntityManager,
): Promise<RecordedEvents> {
  const { at } = result;
  const change = await manager.findOneBy(EventEntity, {
    target: result.target,
    dueAt: Not(IsNull()),
  });
  const step = change === null ? undefined : stepOf(change, result);
  if (change !== null && step !== undefined) await follow(change, step, event, manager);

  const goesOn = step !== undefined && step !== 'is_superseded';
  if (!goesOn && ordersChange(result)) {
    await manager.insert(EventEntity, { ...event, dueAt: at + CHANGE_LIMIT_MS });
    return { result: { ...result, underWaySince: at }, told: toldBy(last) };
  }
  const isOfChange = goesOn && result.outcome !== 'failed';
  const known = isOfChange && change !== null ? inLightOf(change, step, result) : result;
  if (isOfChange) return { result: known, told: step === 'came_about' ? NOTHING : toldBy(last) };

  const key = eventKeyOf(result);
  if (!isNews(key, at, last)) {
    return { result, told: result.outcome === 'unchanged' ? NOTHING : toldBy(last) };
  }
  await manager.insert(EventEntity, event);
  return { result, told: { eventKey: key, eventAt: at } };
}

const NOTHING = { eventKey: null, eventAt: null };

function toldBy(last: StatusEntity | null): RecordedEvents['told'] {
  return { eventKey: last?.eventKey ?? null, eventAt: last?.eventAt ?? null };
}

/** One that was late stays so in the history, however it ends. */
async function follow(
  { id, outcome }: EventEntity,
  step: ChangeStep,
  { at: endedAt, after, replicas, baseline }: Omit<EventEntity, 'id'>,
  manager: EntityManager,
): Promise<void> {
  if (step === 'goes_on' || (step === 'is_late' && outcome === 'late')) return;
  const told: EventOutcome =
    outcome === 'late' || step === 'is_late'
      ? 'late'
      : step === 'came_about'
        ? 'done'
        : 'superseded';
  const isOver = step !== 'is_late';
  const seen = step === 'is_superseded' ? {} : { after, replicas, baseline };
  const end = isOver ? { dueAt: null, endedAt } : {};
  await manager.update(EventEntity, { id }, { outcome: told, ...seen, ...end });
}
