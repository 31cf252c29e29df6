/** What the admin API answers of clients and keys, as JSON Schema. */

const text = (description: string) => ({ type: 'string', description });
const time = (description: string) => ({ type: 'string', format: 'date-time', description });
const maybeTime = (description: string) => ({ ...time(description), nullable: true });
const SCOPES = { type: 'array', items: { type: 'string' } };

const MADE = {
  createdAt: time('When it was made.'),
  createdBy: text('Who made it.'),
  expiresAt: maybeTime('From then on it is refused.'),
  lastUsedAt: maybeTime('To the minute.'),
};

const SECRET = {
  type: 'object',
  properties: {
    id: text('The public part of the secret.'),
    createdAt: time('When it was made.'),
    expiresAt: maybeTime('When it ends; null for one that no other has taken over from.'),
  },
};

const CLIENT_FIELDS = {
  id: { ...text('The `client_id` of its tokens.'), format: 'uuid' },
  name: text('No two clients have the same.'),
  scopes: SCOPES,
  ...MADE,
  disabledAt: maybeTime('Since when it is refused.'),
  secrets: { type: 'array', items: SECRET, description: 'Not in lists.' },
};

const KEY_FIELDS = {
  id: text('The public part of the key.'),
  name: text('For people.'),
  scopes: SCOPES,
  ...MADE,
  revokedAt: maybeTime('Since when it is refused.'),
};

const ONCE = 'Shown this once.';

export const CLIENT = { type: 'object', properties: CLIENT_FIELDS };
export const CREATED_CLIENT = {
  type: 'object',
  properties: { ...CLIENT_FIELDS, secret: text(ONCE) },
};
export const KEY = { type: 'object', properties: KEY_FIELDS };
export const CREATED_KEY = { type: 'object', properties: { ...KEY_FIELDS, key: text(ONCE) } };

export function pageOf(items: object): object {
  return {
    type: 'object',
    required: ['items', 'next'],
    properties: {
      items: { type: 'array', items },
      next: { ...text('The cursor of the next page.'), nullable: true },
    },
  };
}
