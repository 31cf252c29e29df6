import { z } from 'zod';
import { size } from '../rules/rules-schema';
import { storedText } from '../storage/stored-text';
import { orderTimeText } from './order-time';

const MAX_REASON_LENGTH = 500;

export const targetName = z
  .string()
  .min(1)
  .max(63)
  .describe('The name of a target, as the status tells it.');

const time = z.string(orderTimeText).max(40, orderTimeText);

/** One line, whatever it was written as. It is shown to people: as text, never as HTML. */
const reason = z
  .string()
  .max(MAX_REASON_LENGTH, `expected at most ${MAX_REASON_LENGTH} characters`)
  .transform((text) => storedText(text, MAX_REASON_LENGTH));

export const overrideOrder = z.strictObject({
  target: targetName,
  until: time.describe(
    'When it ends: 2026-12-24T22:00Z; or by the clock of the target 2026-12-24T22:00, or 22:00 for the next time that comes. A month ahead at most.',
  ),
  from: time.optional().describe('When it begins, written likewise. Default: now.'),
  size: z
    .union([z.enum(['on_hours', 'off_hours']), size], {
      error:
        'expected on_hours, off_hours, or { "min", "desired", "max" } with min ≤ desired ≤ max',
    })
    .default('on_hours')
    .describe('on_hours keeps the target up, off_hours turns it down; or a size of its own.'),
  reason: reason.optional().describe('Why, for those who wonder about it later.'),
});
export type OverrideOrder = z.output<typeof overrideOrder>;

export const pauseOrder = z.strictObject({
  target: targetName.optional().describe('The target. All of them by `all` instead.'),
  all: z.literal(true).optional().describe('All targets; `until` is needed then.'),
  until: time
    .optional()
    .describe(
      'When it ends by itself: 2026-12-24T22:00Z, 2026-12-24T22:00 or the next 22:00 by the clock of the target; a month ahead at most. Default, of one target: not before it is resumed.',
    ),
  reason: reason.optional().describe('Why, for those who wonder about it later.'),
});
export type PauseOrder = z.output<typeof pauseOrder>;

export const resumeOrder = z.strictObject({
  target: targetName.optional().describe('Default: ends the pause of all targets.'),
});
export type ResumeOrder = z.output<typeof resumeOrder>;

export const overrideId = z.uuid('expected the id of an override');
