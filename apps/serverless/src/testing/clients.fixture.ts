import { randomInt } from 'node:crypto';
import { auditSchema } from '@repo/audit';
import {
  ClientAdministration,
  ClientAdministrationModule,
  KeyAdministration,
  authSchema,
  localActor,
} from '@repo/auth/clients';
import { DatabaseModule } from '@repo/database';
import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import { createHarness, type Harness } from '@repo/mcp-core/testing';
import { lambdaHandlers } from '../aws-lambda/lambda-handlers';
import { callEvent, HOST, recorded, type TestFunction } from './function.fixture';

const admin = localActor('test');

/** A database with clients, and who changes them: as the api does, beside the function. */
export class StoredClientsOfTest {
  private constructor(
    readonly database: TestDatabase,
    private readonly harness: Harness,
  ) {}

  static async start(): Promise<StoredClientsOfTest> {
    const database = await withTestDatabase({ features: [authSchema, auditSchema] });
    const harness = await createHarness({
      environment: { DATABASE_URL: database.url },
      imports: [DatabaseModule.forRoot({ features: [authSchema] }), ClientAdministrationModule],
    });
    return new StoredClientsOfTest(database, harness);
  }

  /** A client, with its secret. */
  create(name: string, scopes: string[] = []) {
    return this.harness.get(ClientAdministration).create(admin, { name, scopes });
  }

  key(clientId: string, scopes?: string[]) {
    return this.harness.get(KeyAdministration).create(admin, clientId, { name: 'key', scopes });
  }

  revoke(clientId: string, keyId: string) {
    return this.harness.get(KeyAdministration).revoke(admin, clientId, keyId);
  }

  disable(clientId: string) {
    return this.harness.get(ClientAdministration).disable(admin, clientId);
  }

  async stop(): Promise<void> {
    await this.harness.close();
    await this.database.drop();
  }
}

/** A request for a token, from an address of its own unless said. */
export function tokenEvent(
  body: string,
  {
    headers = {},
    method = 'POST',
    path = '/oauth/token',
    from = anyAddress(),
  }: TokenEventOptions = {},
): object {
  const event = recorded<{ headers: Record<string, string> }>('function-url');
  return {
    ...event,
    rawPath: path,
    headers: {
      host: event.headers['host'],
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
    requestContext: { stage: '$default', http: { method, path, sourceIp: from } },
    body,
  };
}

interface TokenEventOptions {
  readonly headers?: Record<string, string>;
  readonly method?: string;
  readonly path?: string;
  readonly from?: string;
}

/** A call with a credential at the endpoint that needs one, from an address of its own. */
export function callWith(credential: string, tool = 'whoami', from = anyAddress()): object {
  const headers = { authorization: `Bearer ${credential}` };
  const path = '/mcp/protected';
  return {
    ...callEvent(tool, {}, { headers }),
    rawPath: path,
    requestContext: { stage: '$default', http: { method: 'POST', path, sourceIp: from } },
  };
}

export function formOf(id: string, secret: string, more: Record<string, string> = {}): string {
  return new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: id,
    client_secret: secret,
    ...more,
  }).toString();
}

/** So that one who should fail does not shut out the others. */
function anyAddress(): string {
  return `10.${[1, 2, 3].map(() => randomInt(256)).join('.')}`;
}

export const SCOPES = ['self:*', 'invoices:read'];
export const SETTINGS = {
  PUBLIC_URL: `https://${HOST}`,
  JWT_SECRET: 'a secret of the functions of this test, long enough',
  API_KEY: 'the-static-key-of-this-test',
  AUDIT: 'off',
  RATE_LIMIT_REQUESTS: '100000',
};

export interface Answer {
  readonly access_token: string;
  readonly error: string | { readonly message: string };
  readonly result: { readonly content: readonly { readonly text: string }[] };
  readonly [field: string]: unknown;
}

/** What a function answers by AWS Lambda. */
export async function answerOf(event: object, { warm }: TestFunction) {
  const { statusCode: status, headers, body } = await lambdaHandlers(warm).buffered(event);
  return { status, headers, body: (body === '' ? {} : JSON.parse(body)) as Answer };
}
