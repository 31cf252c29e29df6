import { z } from 'zod';

const size = z.object({ min: z.int(), desired: z.int().optional(), max: z.int() });
const text = z.string();

const whyNot = z
  .array(z.object({ code: text, text, until: text.nullable() }))
  .describe('What keeps it from being so, or delays it, and until when as far as is known.');

export const overrideSchema = z.object({
  id: text,
  target: text,
  from: text,
  until: text,
  size: z.union([z.enum(['on_hours', 'off_hours']), size]),
  reason: text.nullable(),
  createdBy: text,
  createdAt: text,
  holds: z
    .array(z.object({ from: text, until: text }))
    .optional()
    .describe('When the target is to have this size; empty: at no time. Not of one that is over.'),
  whyNot: whyNot.optional(),
});

export const pauseSchema = z.object({
  target: text.nullable().describe('Null: all targets.'),
  since: text,
  until: text.nullable().describe('Null: until somebody resumes.'),
  by: text,
  reason: text.nullable(),
});

const targetSchema = z.object({
  target: text,
  platform: text,
  timeZone: text,
  state: text.nullable().describe('on, grace, working, on_demand, override, off or excluded.'),
  wanted: size.nullable(),
  actual: z
    .object({
      desired: z.int(),
      ready: z.int(),
      min: z.int().optional(),
      max: z.int().optional(),
      settled: z.boolean(),
    })
    .nullable(),
  why: text.describe('What holds the target at its size, or what went wrong.'),
  changesAt: text.nullable().describe('When another size will be wanted.'),
  seenAt: text,
  isStale: z
    .boolean()
    .describe('Nobody has looked for minutes: nothing of this may hold any more.'),
  outcome: text,
  error: z.object({ code: text, message: text }).nullable(),
  dryRun: z.boolean(),
  servesOnDemand: z.boolean(),
  onHours: size,
  offHours: size,
  paused: pauseSchema.nullable(),
  whyNot,
  overrides: z.array(overrideSchema),
});

export const statusSchema = z.object({
  rules: z
    .object({ seenAt: text, hash: text.nullable(), faults: z.array(text) })
    .nullable()
    .describe('What a worker last saw of its rules file; null where none has run yet.'),
  paused: pauseSchema.nullable(),
  targets: z.array(targetSchema),
});

export const wakeSchema = z.object({
  target: text,
  state: z.enum(['up', 'waking', 'held']).describe('held: something keeps it from coming up.'),
  expectedBy: text.describe('When it usually serves by; what it does is in the status.'),
  until: text.describe('When it goes down again, if nobody asks for it.'),
  whyNot,
});

export const resumeSchema = z.object({
  wasPaused: z.boolean(),
  stillPaused: z.array(pauseSchema).describe('Pauses that hold for it nevertheless.'),
});

export const historySchema = z.object({
  events: z.array(
    z.object({
      at: text,
      target: text.nullable(),
      action: text,
      outcome: text,
      why: text,
      error: text.nullable(),
      wanted: size.nullable(),
      before: z.int().nullable(),
      after: z.int().nullable(),
      actor: text,
    }),
  ),
  next: text.nullable().describe('The cursor of the page after; null where there is none.'),
});

export const savingsSchema = z.object({
  savings: z.array(
    z.object({
      target: text,
      month: text,
      replicaHours: z.number(),
      savedReplicaHours: z.number(),
      savedMoney: z.number().nullable().describe('Null as long as the target has no price.'),
      currency: text,
    }),
  ),
  total: z.object({
    replicaHours: z.number(),
    savedReplicaHours: z.number(),
    savedMoney: z.record(z.string(), z.number()).describe('By currency.'),
  }),
});
