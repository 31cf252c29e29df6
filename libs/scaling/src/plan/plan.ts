import type { Rules, TargetRules } from '../rules/rules';
import { addDays, midnightOf, type LocalDate, weekdayOf } from '../schedule/local-date';
import { type DesiredReason, desiredState } from '../schedule/desired-state';
import type { Wanted } from '../size';

/** A stretch of time in which a target has one size for one reason. */
export interface PlanSpan {
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
  readonly state: DesiredReason;
  /** None: left alone. */
  readonly wanted?: Wanted | undefined;
  readonly why: string;
}

/** A date by the clock of a target, and what it does on it. */
export interface PlanDay {
  readonly date: LocalDate;
  readonly weekday: string;
  /** Milliseconds since 1970; 23 or 25 hours apart where clocks change. */
  readonly from: number;
  readonly until: number;
  readonly spans: readonly PlanSpan[];
}

export interface TargetPlan {
  readonly target: string;
  readonly timeZone: string;
  /** None of it is done. */
  readonly dryRun: boolean;
  readonly days: readonly PlanDay[];
}

export interface PlanOptions {
  /** The first date, by the clock of each target. */
  readonly from: LocalDate;
  readonly days: number;
}

const minute = 60_000;

/**
 * What the rules mean for the days to come: overrides of the file are in it; what people order, and
 * what is asked for, is not, since nobody knows it. Pure: nothing is touched.
 */
export function plan(rules: Rules, { from, days }: PlanOptions): TargetPlan[] {
  return rules.targets.map((target) => ({
    target: target.name,
    timeZone: target.calendar.zone.name,
    dryRun: target.dryRun,
    days: Array.from({ length: days }, (_, index) => dayOf(rules, target, addDays(from, index))),
  }));
}

function dayOf(rules: Rules, target: TargetRules, date: LocalDate): PlanDay {
  const { zone } = target.calendar;
  const from = zone.firstReaching(midnightOf(date));
  const until = zone.firstReaching(midnightOf(addDays(date, 1)));
  return {
    date,
    weekday: weekdayOf(date),
    from,
    until,
    spans: spansOf(rules, target, from, until),
  };
}

/** States change at full minutes alone: what is looked at minute by minute misses nothing. */
function spansOf(rules: Rules, target: TargetRules, from: number, until: number): PlanSpan[] {
  const spans: { -readonly [Key in keyof PlanSpan]: PlanSpan[Key] }[] = [];
  for (let now = from; now < until; now += minute) {
    const { state, wanted, why } = desiredState(target, rules.overrides, undefined, now);
    const last = spans.at(-1);
    const isSame = last?.state === state && last.why === why;
    if (isSame) last.until = now + minute;
    else spans.push({ from: now, until: now + minute, state, wanted, why });
  }
  const last = spans.at(-1);
  if (last !== undefined) last.until = until;
  return spans;
}
