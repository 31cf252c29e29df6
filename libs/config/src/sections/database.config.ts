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
    example: 'postgres://acme:password@localhost:5432/acme',
  },
} satisfies VariableTable;

/** Where the data is kept. */
export class DatabaseConfig extends Section {
  readonly #url: string | undefined;

  constructor(values: Values<typeof databaseVariables>) {
    super();
    this.#url = values.DATABASE_URL;
  }

  /** `DATABASE_URL`, a secret, default none: the embedded PostgreSQL. Always set in production. */
  get url(): string | undefined {
    return this.#url;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), url: maskSecret(this.#url, 'credentials') };
  }
}
