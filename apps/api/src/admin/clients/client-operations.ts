import { clientChange, newClient, newKey, newSecret, schemaOf } from '@repo/auth/clients';
import { CLIENT, CREATED_CLIENT, CREATED_KEY, KEY, pageOf } from './client-schemas';

/** What the OpenAPI document says of one method of a controller. */
export interface Operation {
  readonly summary: string;
  /** What may be sent, as JSON Schema. */
  readonly body?: () => object;
  readonly isPage?: boolean;
  /** Status and schema of success. */
  readonly answer: readonly [number, object?];
  readonly problems: readonly number[];
}

export const CLIENTS: Record<string, Operation> = {
  create: {
    summary: 'Makes a client. The answer alone has its secret.',
    body: () => schemaOf(newClient),
    answer: [201, CREATED_CLIENT],
    problems: [400, 409],
  },
  list: {
    summary: 'Lists clients, newest first.',
    isPage: true,
    answer: [200, pageOf(CLIENT)],
    problems: [400],
  },
  get: { summary: 'Shows a client.', answer: [200, CLIENT], problems: [404] },
  update: {
    summary: 'Changes name, scopes or expiry of a client.',
    body: () => schemaOf(clientChange),
    answer: [200, CLIENT],
    problems: [400, 404, 409],
  },
  delete: {
    summary: 'Deletes a client with its secrets and keys.',
    answer: [204],
    problems: [404],
  },
  rotate: {
    summary: 'Makes a second secret; the old one ends in a day, or when the body says.',
    body: () => schemaOf(newSecret),
    answer: [201, CREATED_CLIENT],
    problems: [400, 404, 409],
  },
  disable: {
    summary: 'Refuses all that the client holds, everywhere within 5 s.',
    answer: [200, CLIENT],
    problems: [404],
  },
  enable: { summary: 'Lets a disabled client in again.', answer: [200, CLIENT], problems: [404] },
};

export const KEYS: Record<string, Operation> = {
  create: {
    summary: 'Makes an API key. The answer alone has it.',
    body: () => schemaOf(newKey),
    answer: [201, CREATED_KEY],
    problems: [400, 404, 409],
  },
  list: {
    summary: 'Lists the keys of a client, newest first.',
    isPage: true,
    answer: [200, pageOf(KEY)],
    problems: [400, 404],
  },
  revoke: { summary: 'Revokes a key, everywhere within 5 s.', answer: [200, KEY], problems: [404] },
};
