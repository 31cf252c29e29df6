import { z } from 'zod';
import { quoteMasked } from '../mask';
import { list } from './list';

/** Any text that is not empty; `allowed` says what it means. */
export function text(allowed: string): z.ZodType<string, string> {
  return z.string().min(1).describe(allowed);
}

/** Text that can travel in an HTTP header: no space, no line break, nothing outside ASCII. */
export function token(): z.ZodType<string, string> {
  return z
    .string()
    .regex(/^[\x21-\x7e]+$/)
    .describe('visible ASCII characters without spaces or line breaks');
}

/** A short name that can be part of a key or a path. */
export function name(): z.ZodType<string, string> {
  return z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
    .describe('up to 40 lower-case letters, digits and hyphens');
}

/** Texts without spaces, as OAuth names things. */
export function tokens(allowed: string): z.ZodType<readonly string[], string> {
  return list({
    allowed,
    isValid: (entry) => /^[\x21-\x7e]+$/.test(entry),
    explain: (entry) => `${quoteMasked(entry)} has a space or a character outside ASCII`,
  });
}
