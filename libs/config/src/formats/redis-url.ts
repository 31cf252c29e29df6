import { z } from 'zod';

/** Where one Redis process listens. */
export interface RedisNode {
  readonly host: string;
  readonly port: number;
}

/** What a `REDIS_URL` says. */
export interface RedisAddress {
  /** One server, a primary found through Sentinels, or a Cluster found through some of its nodes. */
  readonly kind: 'single' | 'sentinel' | 'cluster';
  readonly tls: boolean;
  /** The server, the Sentinels, or nodes of the Cluster. At least one. */
  readonly nodes: readonly RedisNode[];
  readonly username?: string;
  readonly password?: string;
  /** The name of the primary at the Sentinels. */
  readonly primary?: string;
  /** The password of the Sentinels themselves. */
  readonly sentinelPassword?: string;
  readonly db: number;
}

/** The Redis URL cannot be read; the message says what is wrong, without the URL. */
export class RedisUrlError extends Error {}

const form =
  /^redis(?<tls>s?)(?:\+(?<kind>sentinel|cluster))?:\/\/(?:(?<user>[^@/?#:]*)(?::(?<password>[^@/?#]*))?@)?(?<hosts>[^@/?#]+)(?<path>\/[^@?#]*)?(?:\?(?<query>[^@#]*))?$/i;

/**
 * Takes a Redis URL apart.
 * @throws RedisUrlError when it has none of the forms.
 */
export function parseRedisUrl(text: string): RedisAddress {
  const parts = form.exec(text)?.groups;
  if (parts === undefined) {
    throw new RedisUrlError(
      'it is no such URL; in a user name or password write @ as %40, / as %2F, ? as %3F and # as %23',
    );
  }
  const kind = (parts['kind']?.toLowerCase() ?? 'single') as RedisAddress['kind'];
  const nodes = nodesOf(parts['hosts'] ?? '', kind);
  return {
    kind,
    tls: parts['tls'] !== '',
    nodes,
    ...defined({
      username: decoded(parts['user']),
      password: decoded(parts['password']),
      sentinelPassword: sentinelPasswordOf(parts['query'], kind),
    }),
    ...databaseOf(parts['path'] ?? '', kind),
  };
}

/** A Redis connection URL: one server, Sentinels or a Cluster; `rediss` is TLS. */
export function redisUrl(): z.ZodType<string, string> {
  return z
    .string()
    .superRefine((value, context) => {
      try {
        parseRedisUrl(value);
      } catch (error) {
        if (!(error instanceof RedisUrlError)) throw error;
        context.addIssue({ code: 'custom', message: error.message });
      }
    })
    .describe(
      'redis://HOST:PORT/DB of one server, redis+sentinel://HOST:PORT,HOST:PORT/PRIMARY/DB or ' +
        'redis+cluster://HOST:PORT,HOST:PORT, each with USER:PASSWORD@ before the hosts where needed, rediss for TLS, and ?sentinelPassword=… for Sentinels that want one',
    );
}

function nodesOf(hosts: string, kind: RedisAddress['kind']): readonly RedisNode[] {
  const entries = hosts.split(',');
  if (kind === 'single' && entries.length > 1) {
    throw new RedisUrlError(
      'several hosts need redis+sentinel:// or redis+cluster://, which say what they are',
    );
  }
  return entries.map((entry) => nodeOf(entry, kind === 'sentinel' ? 26_379 : 6379));
}

function nodeOf(entry: string, defaultPort: number): RedisNode {
  const { host, v6, port } =
    /^(?:\[(?<v6>[\da-f:.]+)\]|(?<host>[\w.-]+))(?::(?<port>\d{1,5}))?$/i.exec(entry)?.groups ?? {};
  const name = v6 ?? host;
  const number = port === undefined ? defaultPort : Number(port);
  if (name === undefined || number < 1 || number > 65_535) {
    throw new RedisUrlError('each host must be a name or address, with a port of 1 to 65535');
  }
  return { host: name, port: number };
}

function databaseOf(path: string, kind: RedisAddress['kind']): { primary?: string; db: number } {
  const parts = path.split('/').slice(1);
  const primary = kind === 'sentinel' ? parts.shift() : undefined;
  if (kind === 'sentinel' && !/^[\w.-]+$/.test(primary ?? '')) {
    throw new RedisUrlError("the path must begin with the primary's name at the Sentinels");
  }
  const [db = '', ...more] = parts;
  if (more.length > 0 || !/^\d{0,5}$/.test(db)) {
    throw new RedisUrlError('the path must end with the number of a database, or without one');
  }
  if (kind === 'cluster' && Number(db) !== 0) {
    throw new RedisUrlError('a Cluster has the database 0 only');
  }
  return { ...defined({ primary }), db: Number(db) };
}

function sentinelPasswordOf(query: string | undefined, kind: RedisAddress['kind']) {
  if (query === undefined) return undefined;
  const [name, value, ...more] = query.split(/[=&]/);
  if (kind !== 'sentinel' || name !== 'sentinelPassword' || !value || more.length > 0) {
    throw new RedisUrlError('only redis+sentinel:// has a query, ?sentinelPassword=…');
  }
  return decoded(value);
}

/** `undefined` for what is not there or empty: `redis://:password@host` has no user name. */
function decoded(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    throw new RedisUrlError('a % must begin an escape such as %40; write % itself as %25');
  }
}

function defined<T extends object>(values: T): { [Key in keyof T]?: NonNullable<T[Key]> } {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as never;
}
