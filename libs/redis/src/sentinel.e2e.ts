import { once } from 'node:events';
import { loadConfig } from '@repo/config';
import { Logger } from '@nestjs/common';
import { closeRedis } from './close-redis';
import { openRedis, type RedisConnection } from './open-redis';
import { describeWithRedisSentinel } from './testing';
import { freePort } from '@repo/foundation/testing';
import { until } from '@repo/foundation/testing';

const MESSAGE = 'told after the failover';

describeWithRedisSentinel('Sentinels', (sentinel) => {
  const open: RedisConnection[] = [];
  beforeEach(() => {
    for (const level of ['warn', 'log'] as const) {
      jest.spyOn(Logger.prototype, level).mockImplementation();
    }
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map(closeRedis));
    jest.restoreAllMocks();
  });

  async function connect(url: string): Promise<RedisConnection> {
    const connection = openRedis(loadConfig({ REDIS_URL: url }).redis, {
      enableOfflineQueue: true,
      maxRetriesPerRequest: null,
    });
    open.push(connection);
    await once(connection, 'ready');
    return connection;
  }

  it('lead to the primary, also when one of them is away', async () => {
    const away = `127.0.0.1:${await freePort()}`;
    const redis = await connect(sentinel.url.replace('//', `//${away},`).replace('/0', '/1'));
    await redis.set('found', 'by Sentinel');
    const direct = await connect(`${sentinel.primaryUrl}/1`);
    expect(await direct.get('found')).toBe('by Sentinel');
  });

  it('lead to the replica that they promote when the primary is killed, data and channels too', async () => {
    const [commands, subscriber] = [await connect(sentinel.url), await connect(sentinel.url)];
    await subscriber.subscribe('channel');
    const heard = new Promise((resolve) => {
      subscriber.once('message', (_channel, text) => resolve(text));
    });
    await commands.set('written', 'before');
    expect(await commands.call('WAIT', 1, 60_000)).toBe(1);
    await sentinel.killPrimary();

    await commands.set('written after', 'the failover');
    expect(await commands.mget('written', 'written after')).toEqual(['before', 'the failover']);
    await until(async () => (await commands.publish('channel', MESSAGE)) > 0, 'a subscriber');
    expect(await heard).toBe(MESSAGE);
  });
});
