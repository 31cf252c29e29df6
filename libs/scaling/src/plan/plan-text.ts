import { TimeZone } from '../schedule/time-zone';
import { sizeText } from '../size';
import type { PlanDay, PlanSpan, TargetPlan } from './plan';

/** The plan as a table for a terminal: a line for each stretch of time. */
export function planText(plans: readonly TargetPlan[]): string {
  return plans.map(targetText).join('\n\n');
}

function targetText({ target, timeZone, dryRun, days }: TargetPlan): string {
  const zone = new TimeZone(timeZone);
  const lines = days.flatMap((day) => dayLines(day, zone));
  const note = dryRun ? ', dry run: none of it is done' : '';
  return [`${target} (${timeZone})${note}`, ...lines].join('\n');
}

function dayLines({ date, weekday, until, spans }: PlanDay, zone: TimeZone): string[] {
  return spans.map((span, index) => {
    const day = index === 0 ? `${date} ${weekday.slice(0, 3)}` : ' '.repeat(14);
    const end = span.until === until ? '24:00' : clockAt(span.until, zone);
    const state = span.state.padEnd(9);
    return `  ${day}  ${clockAt(span.from, zone)}-${end}  ${state}  ${sizeOf(span).padEnd(12)}  ${span.why}`;
  });
}

/** `18:00`, by the clock of a zone. */
export function clockAt(instant: number, zone: TimeZone): string {
  return new Date(zone.wallTimeAt(instant)).toISOString().slice(11, 16);
}

/** What of a span is a size, in words. */
export function sizeOf({ wanted }: PlanSpan): string {
  return wanted === undefined ? 'left alone' : sizeText(wanted);
}
