import type { ValueTransformer } from 'typeorm';

/** Milliseconds since 1970 on this side, `timestamptz(3)` in the database. */
const instant: ValueTransformer = {
  to: (value: unknown) => (typeof value === 'number' ? new Date(value) : value),
  from: (value: unknown) => (value instanceof Date ? value.getTime() : value),
};

/** What a column of an instant is. */
export const instantColumn = {
  type: 'timestamptz',
  precision: 3,
  transformer: instant,
} as const;
