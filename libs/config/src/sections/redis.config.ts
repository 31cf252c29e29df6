import { parseRedisUrl, type RedisAddress, redisUrl } from '../formats/redis-url';
import { maskSecret } from '../mask';
import type { Values, VariableTable } from '../variable';
import { Section } from './section';

export const redisVariables = {
  REDIS_URL: {
    schema: redisUrl(),
    description:
      'Redis for what several processes share: sessions, change notices, rate limits and the queue. One server, Sentinels (`redis+sentinel://`) or a Cluster (`redis+cluster://`).',
    withoutDefault: "none: memory and the database's queue",
    secret: 'credentials',
    example: 'redis://localhost:6379',
  },
} satisfies VariableTable;

/** What several processes share. */
export class RedisConfig extends Section {
  readonly #url: string | undefined;

  /** @param prefix before all keys and channels */
  constructor(
    values: Values<typeof redisVariables>,
    readonly prefix: string,
  ) {
    super();
    this.#url = values.REDIS_URL;
  }

  /** `REDIS_URL`, a secret, default none: memory and the database's queue. */
  get url(): string | undefined {
    return this.#url;
  }

  /** What `REDIS_URL` says, taken apart. */
  get address(): RedisAddress | undefined {
    return this.#url === undefined ? undefined : parseRedisUrl(this.#url);
  }

  override toJSON(): Record<string, unknown> {
    return { ...super.toJSON(), url: maskSecret(this.#url, 'credentials') };
  }
}
