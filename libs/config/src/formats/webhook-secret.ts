import { z } from 'zod';

/** Bytes, by the specification of Standard Webhooks. */
const LENGTHS = { least: 24, most: 64 };

/** A key that messages are signed with (Standard Webhooks): `whsec_` and the base64 of 24 to 64 bytes. */
export function webhookSecret(): z.ZodType<string, string> {
  return z
    .string()
    .refine((text) => {
      const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
      const bytes = base64 === undefined ? 0 : Buffer.from(base64, 'base64').length;
      return bytes >= LENGTHS.least && bytes <= LENGTHS.most;
    })
    .describe('whsec_ and the base64 of 24 to 64 bytes: whsec_$(openssl rand -base64 32)');
}
