import type { TargetRules } from '../rules/rules';
import { sameSize, sizeText, type Wanted } from '../size';
import type { Override } from './override';

/** What holds a target at its size. */
export type DesiredReason =
  'excluded' | 'override' | 'on' | 'grace' | 'working' | 'on_demand' | 'off';

/** Signs that somebody needs a target. */
export interface Demand {
  /** Milliseconds since 1970 of the last request, message or waiting job. */
  readonly lastSeen?: number | undefined;
  /** What it still works at, in words; measured when its hours are over. */
  readonly work?: string | undefined;
}

export interface DesiredState {
  readonly target: string;
  readonly state: DesiredReason;
  /** None: leave the target alone. */
  readonly wanted?: Wanted | undefined;
  /** In words, for logs, the admin API and those who wonder. */
  readonly why: string;
  /** When another size will be wanted, as far as is known now, in milliseconds since 1970. */
  readonly changesAt?: number | undefined;
}

type Present = Omit<DesiredState, 'target' | 'changesAt'> & { readonly until?: number | undefined };

/** What a target's size should be at an instant, why, and when that next changes. Pure. */
export function desiredState(
  target: TargetRules,
  overrides: readonly Override[],
  demand: Demand | undefined,
  now: number,
): DesiredState {
  const own = overrides.filter((override) => override.target === target.name);
  const { state, wanted, why } = presentState(target, own, demand, now);
  const changesAt =
    wanted === undefined ? undefined : nextChange(target, own, demand, { from: now, wanted });
  return { target: target.name, state, wanted, why, changesAt };
}

function presentState(
  target: TargetRules,
  overrides: readonly Override[],
  demand: Demand | undefined,
  now: number,
): Present {
  if (target.excluded !== undefined) {
    return { state: 'excluded', why: `left alone: ${target.excluded}` };
  }
  return (
    overridden(target, overrides, now) ??
    scheduledUp(target, now) ??
    working(target, demand, now) ??
    demanded(target, demand, now) ?? {
      state: 'off',
      wanted: target.offHours,
      why: 'outside of its hours',
      until: target.calendar.at(now).until,
    }
  );
}

/** Of several the largest counts, so that nobody's override is fallen short of. */
function overridden(target: TargetRules, overrides: readonly Override[], now: number) {
  let largest: Present | undefined;
  for (const { from, until, size, reason } of overrides) {
    if (now < from || now >= until) continue;
    const wanted = sizeOfOverride(target, size);
    if (largest?.wanted !== undefined && replicas(wanted) <= replicas(largest.wanted)) continue;
    const why = `an override to ${sizeText(wanted)} until ${iso(until)}`;
    largest = { state: 'override', wanted, why: reason === undefined ? why : `${why}: ${reason}` };
  }
  return largest;
}

function scheduledUp(target: TargetRules, now: number): Present | undefined {
  const { up, closes = Infinity, until, label } = target.calendar.at(now);
  if (!up) return undefined;
  const inHours = now < closes;
  return {
    state: inHours ? 'on' : 'grace',
    wanted: target.onHours,
    why: `${inHours ? 'in its hours' : 'in the grace after its hours'}: ${label}, ${target.calendar.zone.name}`,
    until,
  };
}

function working(target: TargetRules, demand: Demand | undefined, now: number) {
  const { stayWhileBusy, calendar, onHours } = target;
  if (stayWhileBusy === undefined || demand?.work === undefined) return undefined;
  const ended = calendar.endedWithin(stayWhileBusy.limit, now);
  if (ended === undefined) return undefined;
  const until = ended + stayWhileBusy.limit;
  const why = `still working: ${demand.work}; waits until ${iso(until)} at most`;
  return { state: 'working', wanted: onHours, why, until } satisfies Present;
}

function demanded(target: TargetRules, demand: Demand | undefined, now: number) {
  if (target.onDemand === undefined || demand?.lastSeen === undefined) return undefined;
  const until = demand.lastSeen + target.onDemand.idle;
  if (now >= until) return undefined;
  const why = `in demand at ${iso(demand.lastSeen)}, outside of its hours`;
  return { state: 'on_demand', wanted: target.onDemand.size, why, until } satisfies Present;
}

/** Steps from boundary to boundary until one changes the size; a year of boundaries at most. */
function nextChange(
  target: TargetRules,
  overrides: readonly Override[],
  demand: Demand | undefined,
  { from, wanted }: { from: number; wanted: Wanted },
): number | undefined {
  let instant = from;
  for (let steps = 0; steps < 1_000; steps += 1) {
    instant = nextBoundary(target, overrides, demand, instant);
    if (instant === Infinity) return undefined;
    if (!sameSize(presentState(target, overrides, demand, instant).wanted, wanted)) return instant;
  }
  return undefined;
}

/** The first instant after another at which anything begins or ends. */
function nextBoundary(
  target: TargetRules,
  overrides: readonly Override[],
  demand: Demand | undefined,
  instant: number,
): number {
  let next = target.calendar.at(instant).until ?? Infinity;
  for (const { from, until } of overrides) {
    if (from > instant && from < next) next = from;
    if (until > instant && until < next) next = until;
  }
  for (const end of [idleAt(target, demand), workEndsAt(target, demand, instant)]) {
    if (end !== undefined && end > instant && end < next) next = end;
  }
  return next;
}

function idleAt({ onDemand }: TargetRules, demand: Demand | undefined): number | undefined {
  if (onDemand === undefined || demand?.lastSeen === undefined) return undefined;
  return demand.lastSeen + onDemand.idle;
}

function workEndsAt(
  { stayWhileBusy, calendar }: TargetRules,
  demand: Demand | undefined,
  instant: number,
): number | undefined {
  if (stayWhileBusy === undefined || demand?.work === undefined) return undefined;
  const ended = calendar.endedWithin(stayWhileBusy.limit, instant);
  return ended === undefined ? undefined : ended + stayWhileBusy.limit;
}

function sizeOfOverride(target: TargetRules, size: Override['size']): Wanted {
  if (size === 'on_hours') return target.onHours;
  return size === 'off_hours' ? target.offHours : size;
}

function replicas({ min, desired = min }: Wanted): number {
  return desired;
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
