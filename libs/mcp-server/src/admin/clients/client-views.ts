import type { ClientDetail, ClientView, KeyView, Page } from '@repo/auth/clients';
import { z } from 'zod';

/** What the admin API answers of clients and keys, for its description. */

const time = z.iso.datetime();
const SHOWN_ONCE = 'Shown this once.';

const created = {
  createdAt: time.describe('When it was made.'),
  createdBy: z.string().describe('Who made it.'),
  expiresAt: time.nullable().describe('From then on it is refused.'),
  lastUsedAt: time.nullable().describe('To the minute.'),
};

const client = z.object({
  id: z.uuid().describe('The `client_id` of its tokens.'),
  name: z.string().describe('No two clients have the same.'),
  scopes: z.array(z.string()),
  ...created,
  disabledAt: time.nullable().describe('Since when it is refused.'),
});

const secrets = z.array(
  z.object({
    id: z.string().describe('The public part of the secret.'),
    createdAt: time.describe('When it was made.'),
    expiresAt: time
      .nullable()
      .describe('When it ends; null for one that no other has taken over from.'),
  }),
);

const key = z.object({
  id: z.string().describe('The public part of the key.'),
  name: z.string().describe('For people.'),
  scopes: z.array(z.string()),
  ...created,
  revokedAt: time.nullable().describe('Since when it is refused.'),
});

const pageOf = <T>(items: z.ZodType<T>): z.ZodType<Page<T>> =>
  z.object({
    items: z.array(items),
    next: z.string().nullable().describe('The cursor of the next page.'),
  });

export const clientPage: z.ZodType<Page<ClientView>> = pageOf(client);
const detail = client.extend({
  secrets,
  jwks: z.looseObject({}).nullable().describe('Its public keys, for private_key_jwt.'),
  jwksUri: z.string().nullable().describe('Where those are, in place of `jwks`.'),
});

export const clientDetail: z.ZodType<ClientDetail> = detail;
export const createdClient: z.ZodType<ClientDetail & { readonly secret?: string }> = detail.extend({
  secret: z.string().optional().describe(`${SHOWN_ONCE} A client that brings keys has none.`),
});

export const keyPage: z.ZodType<Page<KeyView>> = pageOf(key);
export const keyView: z.ZodType<KeyView> = key;
export const createdKey: z.ZodType<KeyView & { readonly key: string }> = key.extend({
  key: z.string().describe(SHOWN_ONCE),
});
