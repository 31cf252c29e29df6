import { cursorField, type Position } from '@repo/database';
import { fieldFaults } from '@repo/foundation';
import { z } from 'zod';
import { ERAS, KINDS, OUTCOMES } from '../record/audit-record';
import { storableText } from '../record/storable-text';
import { UUID_V7 } from '../record/uuid-v7';
import type { AuditFilter } from './audit-filter';
import { QueryError } from './query.error';

const FORMATS = ['json', 'ndjson', 'csv'] as const;
type Format = (typeof FORMATS)[number];

/** What a client wants to read of the trail. */
export interface PageRequest {
  readonly filter: AuditFilter;
  /** Where the page before ended. */
  readonly after?: Position;
  /** Records of a page; an export has them all. */
  readonly limit: number;
  readonly format?: Format;
}

/** From 1970 to 9999: what both JavaScript and PostgreSQL have. */
const TIME_RANGE = { from: 0, to: Date.UTC(10_000, 0) - 1 };

const time = (what: string) =>
  z
    .union([z.iso.datetime({ offset: true }), z.iso.date()], {
      error: 'expected a date, or a time with its offset: 2026-07-28, 2026-07-28T09:30:00Z',
    })
    .transform((text) => Date.parse(text))
    .refine(
      (ms) => ms >= TIME_RANGE.from && ms <= TIME_RANGE.to,
      'expected a year from 1970 to 9999',
    )
    .describe(what);

/** Texts are looked for as they are stored. */
const text = (what: string) =>
  z
    .string('expected one text')
    .max(256, 'expected at most 256 characters')
    .transform((value) => storableText(value, 256))
    .describe(what);

const choice = <const Words extends readonly [string, ...string[]]>(words: Words, what: string) =>
  z.enum(words, { error: `expected one of ${words.join(', ')}` }).describe(what);

/** The parameters of `GET /admin/audit`, each with its description. */
export const pageParameters = z.strictObject({
  from: time('Calls that came at this time or later.').optional(),
  to: time('Calls that came before this time.').optional(),
  principal: text("The token's subject, else its client; empty for anonymous callers.").optional(),
  client: text('The OAuth client or API key; empty for anonymous callers.').optional(),
  issuer: text(
    'Who vouches for the caller; empty for API_KEY and anonymous callers. Needs principal or client.',
  ).optional(),
  address: text('Where it came from: an IPv4 address, or the /64 of an IPv6 one.').optional(),
  name: text('The name of the tool, resource or prompt.').optional(),
  kind: choice(KINDS, 'What was called.').optional(),
  outcome: choice(OUTCOMES, 'How it ended.').optional(),
  detail: text('Why it was turned away: hidden, scopes, policy, for example.').optional(),
  era: choice(ERAS, 'The protocol: 2026-07-28, or older.').optional(),
  traceId: z
    .string()
    .regex(/^[0-9a-f]{32}$/, 'expected 32 hexadecimal digits in lower case')
    .describe('The trace that the call belongs to.')
    .optional(),
  limit: z
    .string('expected one number')
    .regex(/^(?:[1-9]\d{0,2}|1000)$/, 'expected a number from 1 to 1000')
    .transform(Number)
    .describe('Records of a page, from 1 to 1000.')
    .default(100),
  cursor: cursorField(UUID_V7).describe('`next` of the page before.').optional(),
  format: choice(FORMATS, 'A page of JSON, or all records as NDJSON or CSV.').optional(),
});

/**
 * Reads the query of a URL.
 *
 * @throws {QueryError} naming each parameter that makes no sense
 */
export function readPageRequest(query: unknown): PageRequest {
  const parsed = pageParameters.safeParse(query);
  if (!parsed.success) throw new QueryError(fieldFaults(parsed.error.issues));
  const { limit, cursor, format, ...filter } = parsed.data;
  if (filter.from !== undefined && filter.to !== undefined && filter.from >= filter.to) {
    throw new QueryError([{ field: 'to', detail: 'expected a time after `from`' }]);
  }
  // Issuers are few, so no index leads to them.
  if (filter.issuer !== undefined && (filter.principal ?? filter.client) === undefined) {
    throw new QueryError([{ field: 'issuer', detail: 'expected with principal or client' }]);
  }
  return { filter, after: cursor, limit, format };
}
