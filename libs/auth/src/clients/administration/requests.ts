import { cursorField } from '@repo/database';
import { fieldFaults } from '@repo/foundation';
import { z } from 'zod';
import { toVerificationKey } from '../../keys/verification-key';
import { ClientError } from './client.error';
import { CLIENT_ID, KEY_ID } from '../storage/client-id';

/** From 1970 to 9999: what both JavaScript and PostgreSQL have. */
const LAST_TIME = Date.UTC(10_000, 0) - 1;

/** Milliseconds. A secret that somebody wanted to be rid of should not go on for months. */
const MAX_OVERLAP_MS = 30 * 24 * 3_600_000;

const name = z
  .string('expected a name')
  .regex(
    /^[a-z0-9][a-z0-9._-]{0,63}$/,
    'expected 1 to 64 lower-case letters, digits, dots, dashes or underscores, such as nightly-invoices',
  );

/** RFC 6749, section 3.3. */
const scopes = z
  .array(
    z
      .string('expected a scope')
      .max(200, 'expected at most 200 characters')
      .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, 'expected a scope, such as invoices:read'),
    'expected a list of scopes, such as ["invoices:read"]',
  )
  .max(100, 'expected at most 100 scopes')
  .transform((list) => [...new Set(list)]);

const time = z.iso
  .datetime({
    offset: true,
    error: 'expected a time with its offset: 2026-07-28T09:30:00Z',
    abort: true,
  })
  .refine((text) => Date.parse(text) <= LAST_TIME, 'expected a year up to 9999')
  .transform((text) => Date.parse(text));

/** The members that a public key has here: a private one that somebody sends is not stored. */
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

const key = z
  .record(z.string(), z.unknown())
  .refine(
    (jwk) => !PRIVATE.some((name) => name in jwk),
    'expected a public key: this one is private',
  )
  .refine(
    (jwk) => toVerificationKey(jwk) !== undefined,
    'expected an RSA key of 2048 bits or more, or one of P-256 or Ed25519, for signatures',
  )
  .meta({ type: 'object' });

const jwks = z
  .object({ keys: z.array(key).min(1, 'expected a key').max(10, 'expected 10 keys at most') })
  .refine((set) => JSON.stringify(set).length <= 16_384, 'expected 16,384 characters at most')
  .describe('Its public keys (RFC 7517), for private_key_jwt.');

const jwksUri = z
  .url({ protocol: /^https$/, error: 'expected an https URL' })
  .max(2_000, 'expected at most 2000 characters')
  .describe('Where its public keys are, in place of jwks.');

const limit = z
  .string('expected one number')
  .regex(/^(?:[1-9]\d?|1\d\d|200)$/, 'expected a number from 1 to 200')
  .transform(Number)
  .default(50)
  .describe('Entries of a page, from 1 to 200.');

const ONE_KEY_SET = { path: ['jwksUri'], error: 'expected either jwks or jwksUri' };

function hasOneKeySet(fields: { jwks?: object | null; jwksUri?: string | null }): boolean {
  return (fields.jwks ?? null) === null || (fields.jwksUri ?? null) === null;
}

const pageOf = (ids: RegExp) => {
  const cursor = cursorField(ids).optional().describe('`next` of the page before.');
  return z.strictObject({ limit, cursor });
};

export const pageOfClients = pageOf(CLIENT_ID);
export const pageOfKeys = pageOf(KEY_ID);

export const newClient = z
  .strictObject({
    name,
    scopes,
    expiresAt: time.nullish(),
    jwks: jwks.nullish(),
    jwksUri: jwksUri.nullish(),
  })
  .refine(hasOneKeySet, ONE_KEY_SET);
export const clientChange = z
  .strictObject({
    name: name.optional(),
    scopes: scopes.optional(),
    expiresAt: time.nullish(),
    jwks: jwks.nullish(),
    jwksUri: jwksUri.nullish(),
  })
  .refine(hasOneKeySet, ONE_KEY_SET);
export const newSecret = z.strictObject({
  oldSecretExpiresAt: z
    .union([z.literal('now'), time], {
      error: 'expected now, or a time with its offset: 2026-07-28T09:30:00Z',
    })
    .optional(),
});
export const newKey = z.strictObject({
  name,
  scopes: scopes.optional(),
  expiresAt: time.nullish(),
});

export type NewClient = z.output<typeof newClient>;
export type ClientChange = z.output<typeof clientChange>;
export type NewSecret = z.output<typeof newSecret>;
export type NewKey = z.output<typeof newKey>;
export type PageRequest = z.output<typeof pageOfClients>;

/**
 * Reads a body or a query.
 *
 * @param given nothing stands for an empty object
 * @throws {ClientError} naming each field that makes no sense
 */
export function parseFields<S extends z.ZodType>(schema: S, given: unknown): z.output<S> {
  const parsed = schema.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  throw ClientError.invalid(fieldFaults(parsed.error.issues));
}

/** @throws {ClientError} a time that should lie ahead does not */
export function assertInFuture(field: string, time: number | null | undefined, now: number): void {
  if (time === null || time === undefined || time > now) return;
  throw ClientError.invalid([{ field, detail: 'expected a time in the future' }]);
}

/** @throws {ClientError} it is too far ahead */
export function assertWithinOverlap(field: string, time: number, now: number): void {
  if (time - now <= MAX_OVERLAP_MS) return;
  throw ClientError.invalid([{ field, detail: 'expected a time within 30 days' }]);
}
