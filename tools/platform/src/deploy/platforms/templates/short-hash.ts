import { createHash } from 'node:crypto';

/** Twelve hexadecimal digits that name a value of JSON. */
export const shortHash = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);
