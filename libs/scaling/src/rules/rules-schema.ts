import { z } from 'zod';
import { isInstantText } from '../schedule/instant-text';
import { duration, exception, holiday, MAX_SPECIAL_DATES, timeZone, week } from './hours-schema';
import { httpUrl } from './http-url';
import { platforms } from './platform-settings';

const replicas = z.int().min(0).max(10_000);

export const size = z
  .strictObject({
    min: replicas,
    desired: replicas
      .optional()
      .describe('Default: as many as there were before, at least min and at most max.'),
    max: replicas,
  })
  .refine(({ min, max }) => min <= max, { error: 'min is over max', path: ['min'] })
  .refine(({ min, desired = min, max }) => min > max || (min <= desired && desired <= max), {
    error: 'desired must lie between min and max',
    path: ['desired'],
  })
  .meta({ id: 'size' });

/** What a target may set otherwise than the file. */
const schedule = {
  time_zone: timeZone.optional(),
  hours: week.optional(),
  holidays: z.array(holiday).max(MAX_SPECIAL_DATES).optional().describe('Off all day.'),
  exceptions: z
    .array(exception)
    .max(MAX_SPECIAL_DATES)
    .optional()
    .describe('Dates with hours of their own.'),
  grace: duration.optional().describe('How long a target stays up after its hours.'),
  dry_run: z.boolean().optional().describe('Decide and report, change nothing.'),
};

const onDemand = z.strictObject({
  idle: duration.describe('Off again so long after the last demand.'),
  size: size.optional().describe('Default: the size of on hours.'),
});

const demand = z.strictObject({
  metrics_url: httpUrl.describe(
    'Its metrics as Prometheus text, such as http://mcp-server:8000/metrics.',
  ),
  busy_above: z
    .int()
    .min(0)
    .max(1_000_000)
    .optional()
    .describe('Calls a minute up to which it counts as idle. Default: 0.'),
  limit: duration.optional().describe('How long it may stay up after its hours. Default: 30m.'),
});

const targetName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be lower-case letters, digits and hyphens');

const targetFields = {
  name: targetName,
  on_hours: size,
  off_hours: size.optional().describe('Default: none at all; of process: one worker.'),
  max_override: replicas
    .optional()
    .describe('Replicas that an override may ask for at most. Default: twice max of on_hours.'),
  on_demand: onDemand.optional().describe('Serve outside of the hours while there is demand.'),
  demand: demand.optional().describe('Go down only when it has nothing left to do.'),
  price_per_replica_hour: z.number().min(0).optional(),
  ...schedule,
};

export const target = z.discriminatedUnion('platform', [
  platforms[0].extend(targetFields),
  platforms[1].extend(targetFields),
  platforms[2].extend(targetFields),
  platforms[3].extend(targetFields),
  platforms[4].extend(targetFields),
]);
export type TargetSource = z.output<typeof target>;

const instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?$/, {
    error: 'must be a time such as 2026-12-24T18:00 (of the target’s zone) or 2026-12-24T18:00Z',
    abort: true,
  })
  .refine(isInstantText, { error: 'must be a time that exists' });

export const override = z.strictObject({
  target: z.string(),
  from: instant,
  until: instant,
  size: z.union([z.enum(['on_hours', 'off_hours']), size]),
  reason: z.string().max(500).optional(),
});
export type OverrideSource = z.output<typeof override>;

export const exclusion = z.strictObject({ target: z.string(), why: z.string().max(500) });

/** deploy/scaling.yaml. Its JSON Schema, for editors, is made of this. */
export const rulesFile = z
  .strictObject({
    ...schedule,
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'must be a currency such as EUR')
      .optional()
      .describe('Of the prices; default USD.'),
    targets: z.array(target).max(1_000),
    exclusions: z.array(exclusion).max(1_000).optional().describe('Targets to be left alone.'),
    overrides: z.array(override).max(1_000).optional().describe('Other sizes, for a time.'),
  })
  .meta({ title: 'Off-hours scaling: what runs when, and how much of it' });
export type RulesSource = z.output<typeof rulesFile>;
