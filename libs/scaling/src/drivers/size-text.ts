import { z } from 'zod';
import type { Size } from '../size';

const pattern = /^(\d{1,5})\/(\d{1,5})\/(\d{1,5})$/;
const size = z.object({ min: z.number(), desired: z.number(), max: z.number() });

/** `2/5/10` for min, desired and max: characters that tags and annotations of all platforms take. */
export function writeSize({ min, desired, max }: Size): string {
  return `${min}/${desired}/${max}`;
}

/** None where somebody wrote something else there. */
export function readSize(text: string | undefined): Size | undefined {
  const match = pattern.exec(text ?? '');
  if (match === null) return undefined;
  const [, min, desired, max] = match.map(Number);
  return size.safeParse({ min, desired, max }).data;
}
