import { once } from 'node:events';
import { loadConfig } from '@repo/config';
import { Logger } from '@nestjs/common';
import { freePort, until } from '@repo/foundation/testing';
import type { Redis } from 'ioredis';
import { closeRedis } from './close-redis';
import { openRedis, type RedisConnection, type RedisOptions } from './open-redis';
import { describeWithRedis } from './testing';

const open: RedisConnection[] = [];
let logged: string[] = [];

function connect(url: string, options?: RedisOptions): RedisConnection {
  const connection = openRedis(loadConfig({ REDIS_URL: url }).redis, options);
  open.push(connection);
  return connection;
}

beforeEach(() => {
  logged = [];
  const note = (message: unknown) => void logged.push(String(message));
  jest.spyOn(Logger.prototype, 'warn').mockImplementation(note);
  jest.spyOn(Logger.prototype, 'log').mockImplementation(note);
});

afterEach(async () => {
  await Promise.all(open.splice(0).map(closeRedis));
  jest.restoreAllMocks();
});

describeWithRedis('a connection to one server', (server) => {
  it('stores in the database of the URL', async () => {
    const redis = connect(`${server.url}/3`);
    await once(redis, 'ready');
    await redis.set('key', 'value');
    const other = connect(`${server.url}/0`);
    await once(other, 'ready');
    expect(await redis.get('key')).toBe('value');
    expect(await other.get('key')).toBeNull();
  });

  it('fails commands at once while the server is away, logs it once, and comes back', async () => {
    const redis = connect(server.url.replace('//', '//default:hidden@'));
    await once(redis, 'ready');
    await server.kill();
    await until(() => redis.status !== 'ready');
    // Neither kept for later nor sent: refused.
    await expect(redis.get('key')).rejects.toThrow('enableOfflineQueue');
    await until(() => logged.length === 1);
    await server.start();
    await until(() => redis.status === 'ready' && logged.length === 2);
    expect(logged).toEqual([
      expect.stringMatching(/^Redis at 127\.0\.0\.1:\d+ is unreachable \(.+\)\./),
      expect.stringMatching(/^Redis at 127\.0\.0\.1:\d+ is back\.$/),
    ]);
    expect(logged.join()).not.toContain('hidden');
  });

  it('ends while it waits for the next try, and one made of it too', async () => {
    const redis = connect(server.url, { maxRetriesPerRequest: null, enableOfflineQueue: true });
    const other = (redis as Redis).duplicate();
    other.on('error', () => undefined);
    await Promise.all([once(redis, 'ready'), once(other, 'ready')]);
    const waits = other.blpop('nothing', 0).catch(String);
    await server.kill();
    for (const each of [redis, other]) {
      await until(() => each.status === 'reconnecting');
      const ended = once(each, 'end');
      each.disconnect();
      await ended;
    }
    expect(await waits).toContain('Connection is closed');
    await server.start();
  });

  it('gives up on a command that the server does not answer', async () => {
    const redis = connect(server.url, { commandTimeout: 200 });
    // Perhaps not at once: the commands of its start have no more time.
    await until(() => redis.status === 'ready');
    server.pause();
    await expect(redis.get('key')).rejects.toThrow('timed out');
    server.resume();
  });

  it('is connected anew when a write is refused: behind one address another may be the primary', async () => {
    const redis = connect(server.url);
    await once(redis, 'ready');
    await redis.call('REPLICAOF', '127.0.0.1', await freePort());
    const again = once(redis, 'ready');
    await expect(redis.set('key', 'value')).rejects.toThrow('READONLY');
    await again;
    await redis.call('REPLICAOF', 'NO', 'ONE');
  });

  it('waits with its commands where the options say so', async () => {
    const redis = connect(server.url, { enableOfflineQueue: true, maxRetriesPerRequest: null });
    expect(await redis.ping()).toBe('PONG');
  });
});
