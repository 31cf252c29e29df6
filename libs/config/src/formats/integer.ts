import { z } from 'zod';

/** A whole decimal number in a closed range. */
export function integer(minimum: number, maximum: number): z.ZodType<number, string> {
  return z
    .string()
    .regex(/^\d+$/)
    .transform(Number)
    .pipe(z.number().min(minimum).max(maximum))
    .describe(`an integer from ${minimum} to ${maximum}`);
}
