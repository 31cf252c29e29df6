import { z } from 'zod';

/** Of a decision, whatever way it comes. */
export const decisionOrder = z.strictObject({
  decision: z.enum(['approve', 'deny']),
  reason: z
    .string()
    .trim()
    .min(1)
    .max(500)
    // PostgreSQL has no NUL and no half surrogates in its texts.
    .transform((text) => text.replace(/\0|\p{Cs}/gu, '\u{FFFD}'))
    .optional()
    .describe('Why; needed to deny. The model reads it.'),
  argumentsHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'expected the argumentsHash of what waits')
    .describe('Of what you decide on, as it was shown to you.'),
});

/** Whether who denies says why: the model reads it. */
export function saysWhy({ decision, reason }: z.output<typeof decisionOrder>): boolean {
  return decision === 'approve' || reason !== undefined;
}
