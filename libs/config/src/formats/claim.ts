import { z } from 'zod';
import { quoteMasked } from '../mask';
import { list } from './list';

/** Where in a token something stands: names of claims, or paths to them, the first choice first. */
export function claimPaths(): z.ZodType<readonly string[], string> {
  return list({
    allowed: 'claims, such as scp, cognito:groups or realm_access.roles',
    isValid: (entry) => /^[\x21-\x7e]+$/.test(entry),
    explain: (entry) => `${quoteMasked(entry)} is no name of a claim`,
  });
}

/** Claims and the values that they must have, as pairs. */
export function claimValues(): z.ZodType<readonly (readonly [string, string])[], string> {
  const pairs = list({
    allowed: 'claims with the value that each must have, such as token_use=access',
    isValid: (entry) => /^[\x21-\x3c\x3e-\x7e]+=[\x21-\x7e]+$/.test(entry),
    explain: (entry) => `${quoteMasked(entry)} is no claim=value`,
  });
  return pairs.transform((entries) => entries.map(toPair)).describe(pairs.description ?? '');
}

function toPair(entry: string): readonly [string, string] {
  const equals = entry.indexOf('=');
  return [entry.slice(0, equals), entry.slice(equals + 1)];
}

/** Scopes as OAuth writes them (RFC 6749, section 3.3). */
export function scopes(): z.ZodType<readonly string[], string> {
  return list({
    allowed: 'scopes, such as invoices:read',
    isValid: (entry) => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(entry),
    explain: (entry) => `${quoteMasked(entry)} is no scope`,
  });
}

/** What stands before each scope at the identity provider. */
export function scopePrefix(): z.ZodType<string, string> {
  return z
    .string()
    .regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/)
    .describe('the beginning of scopes, such as api://mcp/');
}
