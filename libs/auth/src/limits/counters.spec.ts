import { loadConfig } from '@repo/config';
import { type Clock, SystemClock } from '@repo/foundation';
import { closeRedis, openRedis, type RedisConnection, type RedisOptions } from '@repo/redis';
import { describeWithRedis } from '@repo/redis/testing';
import { Logger } from '@nestjs/common';
import { ManualClock, until } from '@repo/foundation/testing';
import { Counters } from './counters';
import type { Limit } from './limit';
import { SharedCounts } from './shared-counts';
import { MAX_KEYS } from './windows';

/** Milliseconds for a Redis that answers. They end what hangs, and ask nothing of the machine. */
const AMPLE_MS = 20_000;

/** How many of so many may pass. */
async function passing(counters: Counters, key: string, limit: Limit, tries: number) {
  const waits = await Promise.all(
    Array.from({ length: tries }, async () => counters.take(key, limit)),
  );
  return waits.filter((wait) => wait === 0).length;
}

describe('a limit in memory', () => {
  const limit = { requests: 3, windowMs: 60_000 };

  it('lets so many pass, says when the next may, and begins anew', () => {
    const clock = new ManualClock();
    const counters = new Counters(clock);
    const take = () => counters.take('a', limit);
    expect([take(), take(), take()]).toEqual([0, 0, 0]);
    clock.advance(20_000);
    expect(take()).toBe(40_000);
    clock.advance(39_000);
    expect(take()).toBe(1_000);
    clock.advance(1_000);
    expect(take()).toBe(0);
  });

  it('lets several pass where all may', () => {
    const counters = new Counters(new ManualClock());
    const take = (requests: number) => counters.take('a', limit, requests);
    expect([take(2), take(2), take(1), take(1)]).toEqual([0, 60_000, 0, 60_000]);
  });

  it('takes back what shall not count, of the window that lasts', () => {
    const clock = new ManualClock();
    const counters = new Counters(clock);
    const take = () => counters.take('a', limit);
    counters.giveBack('a');
    expect([take(), take(), take(), take()]).toEqual([0, 0, 0, 60_000]);
    counters.giveBack('a');
    expect([take(), take()]).toEqual([0, 60_000]);
    clock.advance(60_000);
    counters.giveBack('a');
    expect([take(), take(), take(), take()]).toEqual([0, 0, 0, 60_000]);
  });

  it('counts each key by itself', () => {
    const counters = new Counters(new ManualClock());
    for (let taken = 0; taken < 3; taken += 1) void counters.take('a', limit);
    expect(counters.take('b', limit)).toBe(0);
  });

  it('keeps a bounded number of keys in a flood, and with them whoever calls often', () => {
    const counters = new Counters(new ManualClock());
    const often = () => counters.take('often', { requests: 15, windowMs: 60_000 });
    let refused = 0;
    for (let index = 0; index < 6 * MAX_KEYS; index += 1) {
      void counters.take(`address:${index}`, limit);
      if (index % 10_000 === 0 && often() !== 0) refused += 1;
    }
    expect(counters.size).toBe(MAX_KEYS);
    expect(refused).toBe(15);
  });
});

describeWithRedis('a limit that replicas share', (server) => {
  const connections: RedisConnection[] = [];

  async function connect(options?: RedisOptions): Promise<RedisConnection> {
    const redis = openRedis(loadConfig({ REDIS_URL: server.url }).redis, options);
    connections.push(redis);
    await isReady(redis);
    return redis;
  }

  /** A wait for the event would miss one that came before it. */
  async function isReady(redis: RedisConnection): Promise<void> {
    await until(() => redis.status === 'ready');
  }

  async function replica(clock: Clock = new SystemClock()): Promise<Counters> {
    const redis = await connect({ commandTimeout: AMPLE_MS });
    return new Counters(clock, new SharedCounts(redis, 'test', clock, AMPLE_MS));
  }

  beforeEach(() => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    jest.spyOn(Logger.prototype, 'log').mockImplementation();
  });

  afterEach(async () => {
    await Promise.all(connections.splice(0).map(closeRedis));
    jest.restoreAllMocks();
  });

  it.each([10, 100, 1_000])(
    'of %i holds within one, or two in a hundred, for each of three',
    async (requests) => {
      const limit = { requests, windowMs: 60_000 };
      const replicas = [await replica(), await replica(), await replica()];
      const key = `shared-${requests}`;
      const passed = await Promise.all(
        replicas.map((counters) => passing(counters, key, limit, requests)),
      );
      const all = passed.reduce((sum, count) => sum + count, 0);
      expect(all).toBeGreaterThanOrEqual(requests);
      expect(all).toBeLessThanOrEqual(requests + 3 * Math.max(1, requests * 0.02));
    },
  );

  it('has the window that it says, at a replica that comes later too', async () => {
    const limit = { requests: 1, windowMs: 600_000 };
    await passing(await replica(), 'window', limit, 1);
    const later = await replica();
    await passing(later, 'window', limit, 3);
    const wait = await later.take('window', limit);
    expect(wait).toBeGreaterThan(300_000);
    expect(wait).toBeLessThanOrEqual(600_000);
  });

  it('is not used up, at any replica, by what is taken back', async () => {
    const limit = { requests: 10, windowMs: 60_000 };
    const counters = await replica();
    for (let count = 0; count < 50; count += 1) {
      expect(await counters.take('back', limit)).toBe(0);
      counters.giveBack('back');
    }
    expect(await passing(counters, 'back', limit, 5)).toBe(5);
    expect(await passing(await replica(), 'back', limit, 20)).toBeGreaterThanOrEqual(5);
  });

  it('is known to a replica that comes later', async () => {
    const limit = { requests: 20, windowMs: 60_000 };
    expect(await passing(await replica(), 'later', limit, 30)).toBe(20);
    expect(await passing(await replica(), 'later', limit, 30)).toBeLessThanOrEqual(1);
  });

  it('goes on in memory while Redis is away, and over all when it is back', async () => {
    const limit = { requests: 10, windowMs: 60_000 };
    const clock = new ManualClock();
    const [one, other] = [await replica(clock), await replica(clock)];
    expect(await passing(one, 'before', limit, 4)).toBe(4);
    await server.kill();
    expect(await passing(one, 'before', limit, 20)).toBe(6);
    expect(await passing(other, 'meanwhile', limit, 20)).toBe(10);
    await server.start();
    await Promise.all(connections.map(isReady));
    clock.advance(120_000);
    expect(await passing(one, 'after', limit, 20)).toBe(10);
    expect(await passing(other, 'after', limit, 20)).toBeLessThanOrEqual(1);
  });

  it('waits a quarter of a second at most for a Redis that does not answer', async () => {
    const limit = { requests: 10, windowMs: 60_000 };
    const clock = new SystemClock();
    const counters = new Counters(clock, new SharedCounts(await connect(), 'test', clock));
    server.pause();
    const timers = jest.spyOn(globalThis, 'setTimeout');
    // It comes to an end while the Redis hangs.
    expect(await passing(counters, 'hanging', limit, 20)).toBe(10);
    expect(timers.mock.calls.map(([, ms]) => ms)).toContain(250);
    server.resume();
  });
});
