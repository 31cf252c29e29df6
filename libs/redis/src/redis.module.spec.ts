import { loadConfig } from '@repo/config';
import { Logger } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { REDIS, type RedisConnection, RedisModule } from './index';
import { freePort } from '@repo/foundation/testing';
import { describeWithRedis } from './testing';

async function start(url?: string) {
  const config = loadConfig(url === undefined ? {} : { REDIS_URL: url });
  const module = Test.createTestingModule({ imports: [RedisModule.forRoot(config.redis)] });
  return (await module.compile()).init();
}

describe('an application without REDIS_URL', () => {
  it('has no Redis', async () => {
    const app = await start();
    expect(app.get<RedisConnection | undefined>(REDIS)).toBeUndefined();
    await app.close();
  });
});

describe('an application whose Redis is away', () => {
  it('starts without it', async () => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    const app = await start(`redis://127.0.0.1:${await freePort()}`);
    await expect(app.get<RedisConnection>(REDIS).ping()).rejects.toThrow();
    await app.close();
  });
});

describeWithRedis('an application with Redis', (server) => {
  it('is connected when it has started, and closes the connection at its end', async () => {
    const app = await start(server.url);
    const redis = app.get<RedisConnection>(REDIS);
    expect(await redis.ping()).toBe('PONG');
    await app.close();
    expect(redis.status).toBe('end');
  });
});
