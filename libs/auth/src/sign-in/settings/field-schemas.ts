import { z } from 'zod';

export const name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/)
  .describe('lower-case letters, digits and hyphens, a letter first, 40 at most');
export const scope = z
  .string()
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/)
  .describe('a scope, such as invoices:read; invoices:*, *:read and * stand for several');
export const text = z.string().min(1).max(500);
export const webUrl = z.url({ protocol: /^https?$/ }).max(2_000);
