import { duration } from '../formats/duration';
import { integer } from '../formats/integer';
import type { Values, VariableTable } from '../variable';
import { Section } from './section';

export const rateLimitVariables = {
  RATE_LIMIT_REQUESTS: {
    schema: integer(1, 1_000_000_000),
    description:
      'How many requests a principal may make in a window; without a principal, an address.',
    default: '100',
    unit: 'requests',
  },
  RATE_LIMIT_WINDOW: {
    schema: duration('1s', '24h'),
    description: 'The length of the window.',
    default: '60s',
    unit: 'seconds',
  },
  RATE_LIMIT_DAILY: {
    schema: integer(1, 1_000_000_000),
    description:
      'How many calls of tools, resources and prompts a client may make in a day (UTC), all its users together. It is counted in Redis; without `REDIS_URL` each process counts for itself, and from zero at its start.',
    withoutDefault: 'none: no quota',
    unit: 'calls',
    example: '10000',
  },
} satisfies VariableTable;

/** How often one may call. */
export class RateLimitConfig extends Section {
  /** `RATE_LIMIT_REQUESTS` in requests a window, per principal, else per address, default 100. */
  readonly requests: number;
  /** `RATE_LIMIT_WINDOW` in milliseconds, default 60 s. */
  readonly windowMs: number;
  /** `RATE_LIMIT_DAILY` in calls per client and day (UTC), default none. */
  readonly daily: number | undefined;

  constructor(values: Values<typeof rateLimitVariables>) {
    super();
    this.requests = values.RATE_LIMIT_REQUESTS;
    this.windowMs = values.RATE_LIMIT_WINDOW;
    this.daily = values.RATE_LIMIT_DAILY;
  }
}
