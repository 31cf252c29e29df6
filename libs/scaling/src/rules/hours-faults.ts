import { z } from 'zod';
import { weekdays } from '../schedule/local-date';
import { readTimeRanges, type TimeRange } from '../schedule/time-range';
import { settingOf, weekOf } from './hours-of';
import { exception, MAX_SPECIAL_DATES, type SpecialDate, type Week } from './hours-schema';
import type { RulesFault } from './rules-fault';
import type { Path, YamlSource } from './yaml-source';
import { isObject } from '@repo/foundation';
import { sound, soundItems } from './sound';

const minutesOfDay = 24 * 60;

/** What is wrong between the hours of a file or a target: those that are sound each by itself. */
export function hoursFaults(
  source: YamlSource,
  around: Path,
  value: Readonly<Record<string, unknown>>,
): RulesFault[] {
  return [
    ...weekFaults(source, [...around, 'hours'], value['hours']),
    ...exceptionFaults(source, [...around, 'exceptions'], value['exceptions']),
  ];
}

function weekFaults(source: YamlSource, path: Path, value: unknown): RulesFault[] {
  if (!isObject(value)) return [];
  // Days that are lists, whatever is wrong with others: what is in them is read as far as it goes.
  const hours = Object.fromEntries(
    Object.entries(value).filter(([, ranges]) => sound(z.array(z.string()), ranges)),
  ) as Week;
  const placed = weekOf(hours);
  const faults = new Map<string, RulesFault>();
  for (const [index, day] of weekdays.entries()) {
    const next = weekdays[(index + 1) % weekdays.length] ?? day;
    const clash = overlap(placed[day]) ?? overnightClash(placed[day], placed[next]);
    if (clash === undefined) continue;
    const setting = settingOf(hours, day);
    const fault = source.fault([...path, setting], `hours overlap: ${clash}`);
    faults.set(`${setting} ${clash}`, fault);
  }
  return [...faults.values()];
}

function exceptionFaults(source: YamlSource, path: Path, value: unknown): RulesFault[] {
  const faults: RulesFault[] = [];
  const seen: Dates[] = [];
  // What the schema does not allow is told already.
  for (const { index, item } of soundItems(exception, value).slice(0, MAX_SPECIAL_DATES)) {
    const clash = overlap(readTimeRanges(item.hours));
    if (clash !== undefined) {
      faults.push(source.fault([...path, index, 'hours'], `hours overlap: ${clash}`));
    }
    const dates = datesOf(item);
    if (seen.some((other) => meet(other, dates))) {
      faults.push(source.fault([...path, index], 'another exception has the same date'));
    }
    seen.push(dates);
  }
  return faults;
}

/** The first two ranges that overlap, in words. Ranges may touch. */
function overlap(ranges: readonly TimeRange[]): string | undefined {
  const sorted = [...ranges].sort((left, right) => left.start - right.start);
  for (const [index, range] of sorted.entries()) {
    const next = sorted[index + 1];
    if (next !== undefined && next.start < range.end) return `${range.text} and ${next.text}`;
  }
  return undefined;
}

/** Hours that run on into those of the next day. */
function overnightClash(
  ranges: readonly TimeRange[],
  following: readonly TimeRange[],
): string | undefined {
  for (const range of ranges) {
    const clash = following.find(({ start }) => start + minutesOfDay < range.end);
    if (clash !== undefined) return `${range.text} and ${clash.text} of the next day`;
  }
  return undefined;
}

/** Whether two exceptions name a date in common; a date of every year only meets its like. */
function meet(left: Dates, right: Dates): boolean {
  return left.yearly === right.yearly && left.from <= right.to && right.from <= left.to;
}

interface Dates {
  readonly from: string;
  readonly to: string;
  readonly yearly: boolean;
}

function datesOf(dates: SpecialDate): Dates {
  const [from, to] = 'date' in dates ? [dates.date, dates.date] : [dates.from, dates.to];
  return { from, to, yearly: from.length < 'yyyy-mm-dd'.length };
}
