import { z } from 'zod';
import { isDate, isYearlyDate } from '../schedule/local-date';
import { readTimeRange } from '../schedule/time-range';
import { TimeZone } from '../schedule/time-zone';

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** A duration in milliseconds, written `90s`, `10m` or `2h`; a day at most. */
export const duration = z
  .string()
  .regex(/^\d{1,5}[smh]$/, { error: 'must be a duration such as 90s, 10m or 2h', abort: true })
  .transform((text) => Number(text.slice(0, -1)) * (units[text.slice(-1)] ?? 0))
  .refine((milliseconds) => milliseconds <= 86_400_000, { error: 'must be a day at most' });

export const timeZone = z
  .string()
  .refine(TimeZone.isName, {
    error: ({ input }) => `"${String(input)}" is no IANA time zone, such as Europe/Berlin`,
  })
  .describe('An IANA time zone, such as Europe/Berlin.');

const range = z
  .string()
  .check((context) => {
    const reading = readTimeRange(context.value);
    if ('fault' in reading) {
      context.issues.push({ code: 'custom', message: reading.fault, input: context.value });
    }
  })
  .describe('Hours such as 08:00-18:00; 22:00-06:00 ends the next morning; a day is 00:00-24:00.');

const ranges = z.array(range).max(24).meta({ id: 'ranges' });

export const week = z
  .strictObject({
    weekdays: ranges.optional().describe('Monday to Friday.'),
    weekends: ranges.optional().describe('Saturday and Sunday.'),
    monday: ranges.optional(),
    tuesday: ranges.optional(),
    wednesday: ranges.optional(),
    thursday: ranges.optional(),
    friday: ranges.optional(),
    saturday: ranges.optional(),
    sunday: ranges.optional(),
  })
  .meta({
    id: 'week',
    description: 'Hours of the week. A day of its own goes before weekdays and weekends.',
  });
export type Week = z.output<typeof week>;

const date = z.string().refine(isDate, { error: 'must be a date that exists, such as 2026-12-25' });
const yearlyDate = z.string().refine((text) => isDate(text) || isYearlyDate(text), {
  error: 'must be a date such as 2026-12-25 or, for every year, 12-25',
});

const singleDate = { date: yearlyDate, name: z.string().max(100).optional() };
const dateRange = { from: date, to: date, name: z.string().max(100).optional() };
const order = { error: 'the range ends before it starts', path: ['to'] };

export const MAX_SPECIAL_DATES = 1_000;

export const holiday = z
  .union([
    z.strictObject(singleDate),
    z.strictObject(dateRange).refine(({ from, to }) => from <= to, order),
  ])
  .meta({ id: 'holiday' });

export const exception = z
  .union([
    z.strictObject({ ...singleDate, hours: ranges }),
    z.strictObject({ ...dateRange, hours: ranges }).refine(({ from, to }) => from <= to, order),
  ])
  .meta({ id: 'exception' });
export type SpecialDate = z.output<typeof holiday> & { hours?: string[] };
