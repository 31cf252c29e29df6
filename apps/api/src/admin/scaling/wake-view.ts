import { isoOf, type Wake } from '@repo/scaling';
import { z } from 'zod';

export const wakeSchema = z.object({
  target: z.string(),
  state: z.enum(['up', 'waking']),
  expectedBy: z.string().describe('When it usually serves by; what it does is in the status.'),
  until: z.string().describe('When it goes down again, if nobody asks for it.'),
});

/** What is told to whoever calls for a target. */
export function wakeView({ target, isUp, expectedBy, until }: Wake): z.output<typeof wakeSchema> {
  return {
    target,
    state: isUp ? 'up' : 'waking',
    expectedBy: isoOf(expectedBy),
    until: isoOf(until),
  };
}
