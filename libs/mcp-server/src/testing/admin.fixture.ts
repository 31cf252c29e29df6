import { randomInt } from 'node:crypto';
import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import type { Imports } from '../server-options';
import { TestApi } from './api.fixture';

const KEY = 'the-key-of-the-first-administrator';

type Answer<T> = T & { readonly status: number };

/** A client or key as the admin API answers it, as far as tests look at it. */
export interface Made {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  readonly key: string;
  readonly secrets: { readonly id: string; readonly expiresAt: string | null }[];
  readonly [field: string]: unknown;
}

/** Replicas of the api on one database, and an administrator who may do everything. */
export class AdministeredApi {
  private constructor(
    readonly database: TestDatabase,
    readonly replicas: readonly TestApi[],
  ) {}

  static async start(
    environment: Record<string, string> = {},
    { replicas = 1, features }: { replicas?: number; features?: Imports[number] } = {},
  ): Promise<AdministeredApi> {
    const database = await withTestDatabase();
    const settings = {
      DATABASE_URL: database.url,
      API_KEY: KEY,
      JWT_SECRET: SECRET,
      TRUSTED_PROXIES: '127.0.0.1',
    };
    const apis: TestApi[] = [];
    // One after the other: the first makes the schema.
    for (let count = 0; count < replicas; count += 1) {
      apis.push(await TestApi.start({ ...settings, ...environment }, features));
      await (await apis[0]?.fetch('/admin/clients', { headers: { 'x-api-key': KEY } }))?.text();
    }
    return new AdministeredApi(database, apis);
  }

  get api(): TestApi {
    const [first] = this.replicas;
    if (first === undefined) throw new Error('There is no replica.');
    return first;
  }

  /** Asks the admin API of the first replica. */
  async admin<T = Made>(
    method: string,
    path: string,
    body?: unknown,
    credential = KEY,
  ): Promise<Answer<T>> {
    const answer = await this.api.fetch(`/admin/clients${path}`, {
      method,
      headers: {
        ...anywhere(),
        authorization: `Bearer ${credential}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return {
      ...(text === '' ? {} : (JSON.parse(text) as object)),
      status: answer.status,
    } as Answer<T>;
  }

  /** Asks for a token with the secret in the body, or with what is given. */
  async token(form: Record<string, string> | string, headers = {}, api = this.api) {
    const answer = await api.fetch('/oauth/token', {
      method: 'POST',
      headers: {
        ...anywhere(),
        'content-type': 'application/x-www-form-urlencoded',
        ...headers,
      },
      body: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
    });
    const body = (await answer.json()) as Record<string, string>;
    return { status: answer.status, headers: answer.headers, body };
  }

  /** The form with which a client asks for a token. */
  formOf({ id, secret }: Pick<Made, 'id' | 'secret'>): Record<string, string> {
    return { grant_type: 'client_credentials', client_id: id, client_secret: secret };
  }

  /** The status of a call at an endpoint that needs a credential. */
  async statusWith(credential: string, api = this.api): Promise<number> {
    const headers = { ...anywhere(), authorization: `Bearer ${credential}` };
    return (await api.call('whoami', {}, { path: '/mcp/protected', headers })).status;
  }

  async stop(): Promise<void> {
    for (const api of this.replicas) await api.stop();
    await this.database.drop();
  }
}

const SECRET = 'a secret that all replicas of this test share, long enough';

/** Another address for each request, so that one that should fail does not shut out the others. */
function anywhere(): Record<string, string> {
  return { 'x-forwarded-for': `10.${[1, 2, 3].map(() => randomInt(256)).join('.')}` };
}
