const pattern = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|(24):(00))$/;
const minutesOfDay = 24 * 60;
/** A longer way over midnight is more likely two times that were swapped (`18:00-08:00`). */
const longestNight = 12 * 60;

/** Hours of one day by the wall clock, in minutes after its midnight. */
export interface TimeRange {
  readonly start: number;
  /** Over 1,440 where the hours end on the next day. */
  readonly end: number;
  /** As it was written, such as `22:00-06:00`. */
  readonly text: string;
}

export type TimeRangeReading = { readonly range: TimeRange } | { readonly fault: string };

/** Reads `08:00-18:00`, `22:00-06:00` (until the next morning) or `00:00-24:00`. */
export function readTimeRange(text: string): TimeRangeReading {
  const match = pattern.exec(text);
  if (match === null) {
    return { fault: `"${text}" is not hours such as 08:00-18:00, from 00:00 to 24:00` };
  }
  const start = Number(match[1]) * 60 + Number(match[2]);
  const end = Number(match[3] ?? match[5]) * 60 + Number(match[4] ?? match[6]);
  if (end > start) return { range: { start, end, text } };
  if (end === start) return { fault: `"${text}" ends when it starts; a whole day is 00:00-24:00` };

  const overnight = end + minutesOfDay;
  if (overnight - start <= longestNight) return { range: { start, end: overnight, text } };
  return {
    fault: `"${text}" ends before it starts; over midnight at most 12 hours can be written this way, a longer night as ${text.slice(0, 5)}-24:00 and, on the next day, 00:00-${text.slice(6)}`,
  };
}

/** The ranges of a list whose texts are sound. */
export function readTimeRanges(texts: readonly string[]): TimeRange[] {
  return texts.flatMap((text) => {
    const reading = readTimeRange(text);
    return 'range' in reading ? [reading.range] : [];
  });
}
