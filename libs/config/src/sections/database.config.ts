import { duration } from '../formats/duration';
import { integer } from '../formats/integer';
import { postgresUrl } from '../formats/url';
import { maskSecret } from '../mask';
import type { Values, VariableTable } from '../variable';
import { Section } from './section';

export const databaseVariables = {
  DATABASE_URL: {
    schema: postgresUrl(),
    description: 'The PostgreSQL database.',
    withoutDefault: 'an embedded PostgreSQL',
    secret: 'credentials',
    requiredInProduction: true,
    example: 'postgres://app:password@localhost:5432/app',
  },
  DATABASE_POOL_SIZE: {
    schema: integer(1, 1_000),
    description:
      "How many connections one process keeps at most. All processes of all replicas together must stay below the server's `max_connections`.",
    default: '10',
    unit: 'connections',
  },
  DATABASE_STATEMENT_TIMEOUT: {
    schema: duration('0s', '24h'),
    description:
      'How long one SQL statement may take before the server cancels it. 0 sets no limit. Migrations have none.',
    default: '30s',
    unit: 'seconds',
  },
} satisfies VariableTable;

/** Where the data is kept. */
export class DatabaseConfig extends Section {
  /** `DATABASE_POOL_SIZE` in connections of one process, default 10. */
  readonly poolSize: number;
  /** `DATABASE_STATEMENT_TIMEOUT` in milliseconds, default 30 s; 0 is no limit. */
  readonly statementTimeoutMs: number;
  readonly #url: string | undefined;

  constructor(values: Values<typeof databaseVariables>) {
    super();
    this.#url = values.DATABASE_URL;
    this.poolSize = values.DATABASE_POOL_SIZE;
    this.statementTimeoutMs = values.DATABASE_STATEMENT_TIMEOUT;
  }

  /** `DATABASE_URL`, a secret, default none: the embedded PostgreSQL. Always set in production. */
  get url(): string | undefined {
    return this.#url;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), url: maskSecret(this.#url, 'credentials') };
  }
}
