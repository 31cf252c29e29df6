import type { TargetRules } from '../rules/rules';
import { sameSize, sizeText, type Wanted } from '../size';
import { localTime } from './local-time';
import type { Override } from './override';
import { sizeOfOverride, strongestOverride } from './strongest-override';

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

interface Present {
  readonly state: DesiredReason;
  readonly wanted?: Wanted | undefined;
  /** Put into words for the present alone: the search for the next change asks for sizes only. */
  readonly why: () => string;
  readonly until?: number | undefined;
}

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
  return { target: target.name, state, wanted, why: why(), changesAt };
}

/** What holds at an instant by the overrides of this target, without a look ahead. */
export function presentState(
  target: TargetRules,
  overrides: readonly Override[],
  demand: Demand | undefined,
  now: number,
): Present {
  if (target.excluded !== undefined) {
    return { state: 'excluded', why: () => `left alone: ${target.excluded}` };
  }
  return (
    overridden(target, overrides, now) ??
    scheduledUp(target, now) ??
    working(target, demand, now) ??
    demanded(target, demand, now) ?? {
      state: 'off',
      wanted: target.offHours,
      why: () => outsideText(target, now),
      until: target.calendar.at(now).until,
    }
  );
}

function overridden(
  target: TargetRules,
  overrides: readonly Override[],
  now: number,
): Present | undefined {
  const strongest = strongestOverride(target, overrides, now);
  if (strongest === undefined) return undefined;
  const { size, until, reason } = strongest;
  const wanted = sizeOfOverride(target, size);
  const { zone } = target.calendar;
  const text = () => `an override to ${sizeText(wanted)} until ${localTime(until, zone)}`;
  const why = () => (reason === undefined ? text() : `${text()}: ${reason}`);
  return { state: 'override', wanted, why };
}

function scheduledUp(target: TargetRules, now: number): Present | undefined {
  const { up, closes, until, label } = target.calendar.at(now);
  if (!up) return undefined;
  const inHours = closes === undefined || now < closes;
  return {
    state: inHours ? 'on' : 'grace',
    wanted: target.onHours,
    why: () =>
      `${inHours ? 'in its hours' : 'in the grace after its hours'}: ${label}, ${target.calendar.zone.name}`,
    until,
  };
}

/** Told apart from an ordinary night: a holiday, or an exception, by its name. */
function outsideText({ calendar }: TargetRules, now: number): string {
  const { label } = calendar.at(now);
  const text = 'outside of its hours';
  return label === undefined ? text : `${text}: ${label}, ${calendar.zone.name}`;
}

function working(target: TargetRules, demand: Demand | undefined, now: number) {
  const { stayWhileBusy, calendar, onHours } = target;
  if (stayWhileBusy === undefined || demand?.work === undefined) return undefined;
  const ended = calendar.endedWithin(stayWhileBusy.limit, now);
  if (ended === undefined) return undefined;
  const until = ended + stayWhileBusy.limit;
  const { work } = demand;
  const why = () =>
    `still working: ${work}; waits until ${localTime(until, calendar.zone)} at most`;
  return { state: 'working', wanted: onHours, why, until } satisfies Present;
}

function demanded(target: TargetRules, demand: Demand | undefined, now: number) {
  if (target.onDemand === undefined || demand?.lastSeen === undefined) return undefined;
  const { lastSeen } = demand;
  const until = lastSeen + target.onDemand.idle;
  if (now >= until) return undefined;
  const why = () =>
    `in demand at ${localTime(lastSeen, target.calendar.zone)}, outside of its hours`;
  return { state: 'on_demand', wanted: target.onDemand.size, why, until } satisfies Present;
}

/** Steps from boundary to boundary until one changes the size; a year of boundaries at most. */
function nextChange(
  target: TargetRules,
  overrides: readonly Override[],
  demand: Demand | undefined,
  { from, wanted }: { from: number; wanted: Wanted },
): number | undefined {
  let instant: number | undefined = from;
  for (let steps = 0; steps < 1_000; steps += 1) {
    instant = nextBoundary(target, overrides, demand, instant);
    if (instant === undefined) return undefined;
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
): number | undefined {
  let next = target.calendar.at(instant).until;
  for (const { from, until } of overrides) {
    next = sooner(next, from, instant);
    next = sooner(next, until, instant);
  }
  next = sooner(next, idleAt(target, demand), instant);
  next = sooner(next, workEndsAt(target, demand, instant), instant);
  return next;
}

/** The sooner of two, of which the second counts where it is still to come. */
function sooner(next: number | undefined, edge: number | undefined, instant: number) {
  if (edge === undefined || edge <= instant) return next;
  return next === undefined || edge < next ? edge : next;
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
