import { z } from 'zod';

const bytes: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1_000,
  mb: 1_000 ** 2,
  gb: 1_000 ** 3,
  kib: 1_024,
  mib: 1_024 ** 2,
  gib: 1_024 ** 3,
};
const pattern = /^(\d+)([kmg]i?b|b)?$/i;

/**
 * A size in a closed range, in bytes. The bounds are written like the values. KB is 1000 bytes and
 * KiB is 1024 (IEC 80000-13), which is why the `bytes` package does not fit: it takes KB for 1024.
 */
export function size(minimum: string, maximum: string): z.ZodType<number, string> {
  return z
    .string()
    .regex(pattern)
    .transform(toBytes)
    .pipe(z.number().min(toBytes(minimum)).max(toBytes(maximum)))
    .describe(
      `a size from ${minimum} to ${maximum}, such as 1048576 (bytes), 512KiB, 4MiB, 10KB or 1MB`,
    );
}

function toBytes(text: string): number {
  const [, amount, unit = 'b'] = pattern.exec(text) ?? [];
  return Number(amount) * (bytes[unit.toLowerCase()] ?? Number.NaN);
}
