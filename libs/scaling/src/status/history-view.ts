import { cursorField, encodeCursor, type Position } from '@repo/database';
import { z } from 'zod';
import type { HistoryStore, ScalingEvent } from '../storage/history-store';
import { isoOf } from './target-status';

/** An event as it is told. */
interface EventView {
  readonly at: string;
  /** Null: all targets. */
  readonly target: string | null;
  readonly action: string;
  readonly outcome: string;
  readonly why: string;
  /** The code of what went wrong. */
  readonly error: string | null;
  readonly wanted: ScalingEvent['wanted'];
  /** Replicas that the platform was told to run, before and after. */
  readonly before: number | null;
  readonly after: number | null;
  readonly actor: string;
}

export interface HistoryView {
  readonly events: readonly EventView[];
  /** The cursor of the page after; null where there is none. */
  readonly next: string | null;
}

const time = (what: string) =>
  z
    .union([z.iso.datetime({ offset: true }), z.iso.date()], {
      error: 'expected a date, or a time with its offset: 2026-07-28, 2026-07-28T09:30:00Z',
    })
    .transform((text) => Date.parse(text))
    .describe(what);

/** What is read of the history, as the REST API and the tool have it; a limit is their own. */
export const historyFields = {
  target: z.string('expected one name').max(63).describe('Of this target alone.').optional(),
  from: time('What happened at this time or later.').optional(),
  to: time('What happened before this time.').optional(),
  cursor: cursorField(/^\d{1,18}$/)
    .describe('`next` of the page before.')
    .optional(),
};

/** The same as the query of a URL, whose values are texts. */
export const historyQuery = z
  .strictObject({
    ...historyFields,
    limit: z
      .string('expected one number')
      .regex(/^(?:[1-9]\d{0,2}|1000)$/, 'expected a number from 1 to 1000')
      .transform(Number)
      .describe('Events of a page, from 1 to 1000.')
      .default(100),
  })
  .refine(({ from = -Infinity, to = Infinity }) => from < to, {
    error: 'expected a time after `from`',
    path: ['to'],
  });

export interface HistoryQuery {
  readonly target?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly cursor?: Position | undefined;
  readonly limit: number;
}

/** Reads a page of the history, newest first. */
export async function readHistory(
  history: HistoryStore,
  { cursor: after, ...query }: HistoryQuery,
): Promise<HistoryView> {
  const { events, next } = await history.page({ ...query, after });
  return { events: events.map(eventView), next: next === undefined ? null : encodeCursor(next) };
}

function eventView(event: ScalingEvent): EventView {
  const { at, target, action, outcome, why, error, wanted, before, after, actor } = event;
  return {
    at: isoOf(at),
    ...{ target, action, outcome, why, error, wanted },
    before: before?.desired ?? null,
    after: after?.desired ?? null,
    actor,
  };
}
