import { isDate } from './local-date';
import type { TimeZone } from './time-zone';

const pattern =
  /^(\d{4}-\d\d-\d\d)T(?:([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,3})?)?|24:00(:00)?)(Z|[+-]\d\d:[0-5]\d)?$/;

/** Whether a text is a time that exists: an instant with its offset, or a time of a wall clock. */
export function isInstantText(text: string): boolean {
  const [, date = ''] = pattern.exec(text) ?? [];
  return isDate(date) && !Number.isNaN(Date.parse(text));
}

/** The instant that a text means: one with an offset by itself, one without by the zone's wall clock. */
export function instantOf(text: string, zone: TimeZone): number {
  const hasOffset = /(Z|[+-]\d\d:\d\d)$/.test(text);
  return hasOffset ? Date.parse(text) : zone.firstReaching(Date.parse(`${text}Z`));
}
