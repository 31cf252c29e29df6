import { redisUrl } from '../formats/url';
import { maskSecret } from '../mask';
import type { Values, VariableTable } from '../variable';
import { Section } from './section';

export const redisVariables = {
  REDIS_URL: {
    schema: redisUrl(),
    description:
      'The Redis server for what several processes share: sessions, change notices, rate limits and the queue.',
    withoutDefault: "none: memory and the database's queue",
    secret: 'credentials',
    example: 'redis://localhost:6379',
  },
} satisfies VariableTable;

/** What several processes share. */
export class RedisConfig extends Section {
  readonly #url: string | undefined;

  constructor(values: Values<typeof redisVariables>) {
    super();
    this.#url = values.REDIS_URL;
  }

  /** `REDIS_URL`, a secret, default none: memory and the database's queue. */
  get url(): string | undefined {
    return this.#url;
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), url: maskSecret(this.#url, 'credentials') };
  }
}
