import type { RedisAddress, RedisConfig } from '@repo/config';
import { detached } from '@repo/foundation';
import type { Cluster, CommonRedisOptions, Redis } from 'ioredis';
import { backoff } from './backoff';
import { endBetweenTries } from './end-between-tries';
import { logOutages } from './log-outages';

/** A connection to one server, found by its address or by Sentinels, or to a Cluster. */
export type RedisConnection = Redis | Cluster;

/** What may differ from connection to connection; the rest is in the URL. */
export type RedisOptions = Pick<
  CommonRedisOptions,
  | 'autoResubscribe'
  | 'commandTimeout'
  | 'connectionName'
  | 'enableOfflineQueue'
  | 'lazyConnect'
  | 'maxRetriesPerRequest'
>;

/** Redis is asked on the way of calls: what it does not answer soon is decided without it. */
const failFast: RedisOptions = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
  commandTimeout: 2000,
};

/**
 * Connects to the Redis of `REDIS_URL` and returns at once. The connection is tried for ever and
 * never throws out of an event; while it is away commands fail at once, unless the options say
 * otherwise. Close it with `closeRedis`.
 *
 * @example openRedis(config, { maxRetriesPerRequest: null, enableOfflineQueue: true }) // for BullMQ
 * @throws Error when `REDIS_URL` is not set.
 */
export function openRedis(config: RedisConfig, options: RedisOptions = {}): RedisConnection {
  const { address } = config;
  if (address === undefined) throw new Error('REDIS_URL is not set, so there is no Redis to open');
  const settings = { ...failFast, ...options };
  // It outlives whoever happens to open it.
  return detached(() => {
    const connection =
      address.kind === 'cluster' ? openCluster(address, settings) : openOne(address, settings);
    endBetweenTries(connection);
    logOutages(connection, namesOf(address));
    return connection;
  });
}

/** Takes 40 ms to load, which no start without Redis should wait for. */
function client(): typeof import('ioredis') {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- at once, unlike `import()`
  return require('ioredis') as typeof import('ioredis');
}

function openOne(address: RedisAddress, options: RedisOptions): Redis {
  const [node] = address.nodes;
  const place =
    address.kind === 'single'
      ? { ...node }
      : {
          sentinels: [...address.nodes],
          name: address.primary,
          sentinelPassword: address.sentinelPassword,
          enableTLSForSentinelMode: address.tls,
          sentinelTLS: address.tls ? {} : undefined,
          sentinelRetryStrategy: backoff,
        };
  const { Redis } = client();
  return new Redis({ ...ofServers(address), ...place, ...options, retryStrategy: backoff });
}

function openCluster(address: RedisAddress, options: RedisOptions): Cluster {
  const { enableOfflineQueue, lazyConnect, ...ofNodes } = options;
  const { Cluster } = client();
  return new Cluster([...address.nodes], {
    enableOfflineQueue,
    lazyConnect,
    clusterRetryStrategy: backoff,
    redisOptions: { ...ofServers(address), ...ofNodes },
  });
}

function ofServers({ username, password, tls, db }: RedisAddress) {
  return {
    username,
    password,
    db,
    tls: tls ? {} : undefined,
    connectTimeout: 5000,
    keepAlive: 30_000,
    // After a failover the old primary still answers, and refuses to write.
    reconnectOnError: ({ message }: Error) => message.startsWith('READONLY'),
  };
}

function namesOf({ nodes, primary }: RedisAddress): string {
  const names = nodes.map(({ host, port }) => `${host}:${port}`).join(', ');
  return primary === undefined ? names : `${primary} at ${names}`;
}
