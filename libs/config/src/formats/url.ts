import { z } from 'zod';

/** A URL of the web, kept exactly as written: issuers are compared by character (RFC 8414). */
export function httpUrl(): z.ZodType<string, string> {
  return urlOf(/^https?$/)
    .refine((value) => !hasCredentials(value), {
      error: 'it must carry no user name and no password',
    })
    .describe('an http:// or https:// URL');
}

/** Where a server is reached: scheme, host and port, without the slash that would follow. */
export function publicUrl(): z.ZodType<string, string> {
  return urlOf(/^https?$/)
    .refine((value) => /^[^/]+\/\/[^/?#@]+\/?$/.test(value), {
      error: 'it must have no path, no query and no user name',
    })
    .transform((value) => new URL(value).origin)
    .describe('an http:// or https:// URL without a path');
}

/** A PostgreSQL connection URL (libpq's form). */
export function postgresUrl(): z.ZodType<string, string> {
  return urlOf(/^postgres(ql)?$/).describe('a postgres:// or postgresql:// URL');
}

/** The address of a Sentry project. */
export function sentryDsn(): z.ZodType<string, string> {
  return urlOf(/^https?$/)
    .refine((value) => new URL(value).username !== '' && new URL(value).pathname.length > 1)
    .describe("a Sentry project's DSN, https://KEY@HOST/PROJECT");
}

/** Stops at the first fault, so that what is checked next is a URL; `new URL` alone would take `redis:x`. */
function urlOf(scheme: RegExp) {
  return z.url({ protocol: scheme, abort: true }).regex(/^[a-z]+:\/\//i, { abort: true });
}

function hasCredentials(value: string): boolean {
  const { username, password } = new URL(value);
  return username !== '' || password !== '';
}
