import { duration } from '../formats/duration';
import { integer } from '../formats/integer';
import type { Values, VariableTable } from '../variable';
import { Section } from './section';

export const rateLimitVariables = {
  RATE_LIMIT_REQUESTS: {
    schema: integer(1, 1_000_000_000),
    description:
      'How many requests a principal may make in a window; without a principal, an address. To ask for an open task by `tasks/get` no more often than its poll interval says does not count.',
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
  CALLER_SHARE: {
    schema: integer(1, 100),
    description:
      'The part of what one process can do at once that one caller, or one address without a caller, may take: of `MAX_CONCURRENT_CALLS` and `MAX_QUEUED_CALLS`, `MAX_SESSIONS`, open streams, bodies that are under way, and of `MAX_CONNECTIONS` an address. Raise it where most calls come from one gateway. 100: all of it.',
    default: '25',
    unit: 'percent',
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

  /** `CALLER_SHARE` as a fraction of a process, default 0.25. */
  readonly callerShare: number;

  constructor(values: Values<typeof rateLimitVariables>) {
    super();
    this.requests = values.RATE_LIMIT_REQUESTS;
    this.windowMs = values.RATE_LIMIT_WINDOW;
    this.daily = values.RATE_LIMIT_DAILY;
    this.callerShare = values.CALLER_SHARE / 100;
  }

  /** What one caller may take of a limit of the process; one at least, where there is any. */
  shareOf(limit: number): number {
    return Math.min(limit, Math.max(1, Math.floor(limit * this.callerShare)));
  }
}
