import { localTime } from '../schedule/local-time';
import { TimeZone } from '../schedule/time-zone';
import { sizeText } from '../size';
import type { ObstacleView, OverrideView, TargetStatus } from './target-status';

/** `api: off, 0 wanted, 3 ready of 3. outside of its hours.` and what is known besides, by its clock. */
export function statusText(status: TargetStatus): string {
  const { target, state, wanted, actual, why, changesAt, whyNot, overrides, timeZone } = status;
  const size = wanted === null ? 'left alone' : `${sizeText(wanted)} wanted`;
  const runs = actual === null ? 'not seen yet' : `${actual.ready} ready of ${actual.desired}`;
  const parts = [`${target}: ${state ?? 'unknown'}, ${size}, ${runs}. ${why}.`];
  const inTheWay = whyNotText(whyNot);
  if (inTheWay !== '') parts.push(`${isHeld(whyNot) ? 'Stays as it is: ' : ''}${inTheWay}.`);
  if (changesAt !== null && !isHeld(whyNot)) {
    parts.push(`Next change: ${clockText(changesAt, timeZone)}.`);
  }
  parts.push(...overrides.map((override) => overrideText(override, status)));
  return parts.join(' ');
}

/** What will come of an override, in sentences. */
export function overrideText(
  { id, size, from, until, holds = [], whyNot = [] }: OverrideView,
  { target, timeZone, onHours, offHours }: TargetStatus,
): string {
  const meant = size === 'on_hours' ? onHours : size === 'off_hours' ? offHours : size;
  const clock = (instant: string) => clockText(instant, timeZone);
  const replicas = `${sizeText(meant)} replicas`;
  const stretches = holds.map((one) => `from ${clock(one.from)} until ${clock(one.until)}`);
  const outlook =
    holds.length === 0
      ? `${target} does not come to the ${replicas} of the override from ${clock(from)} until ${clock(until)}`
      : `${target} has ${replicas} ${stretches.join(' and ')}`;
  const reasons = whyNotText(whyNot);
  return `${outlook}${reasons === '' ? '' : `: ${reasons}`}. Cancel it with the id ${id}.`;
}

export function whyNotText(whyNot: readonly ObstacleView[]): string {
  return whyNot.map(({ text }) => text).join('; ');
}

/** ISO 8601 in UTC as the clock of a target shows it. */
export function clockText(instant: string, timeZone: string): string {
  return localTime(Date.parse(instant), TimeZone.named(timeZone));
}

function isHeld(whyNot: readonly ObstacleView[]): boolean {
  return whyNot.some(({ code }) => code !== 'not_settled');
}
