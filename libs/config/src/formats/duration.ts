import { z } from 'zod';

const milliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
const pattern = /^(\d+)(ms|s|m|h)?$/;

/**
 * A duration in a closed range, in milliseconds. The bounds are written like the values. A plain
 * number is seconds, which is why the `ms` package does not fit: it takes it for milliseconds.
 */
export function duration(minimum: string, maximum: string): z.ZodType<number, string> {
  return z
    .string()
    .regex(pattern)
    .transform(toMilliseconds)
    .pipe(z.number().min(toMilliseconds(minimum)).max(toMilliseconds(maximum)))
    .describe(
      `a duration from ${minimum} to ${maximum}, such as 60 (seconds), 500ms, 60s, 5m or 2h`,
    );
}

function toMilliseconds(text: string): number {
  const [, amount, unit = 's'] = pattern.exec(text) ?? [];
  return Number(amount) * (milliseconds[unit] ?? Number.NaN);
}
