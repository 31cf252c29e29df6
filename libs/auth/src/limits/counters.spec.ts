import { once } from 'node:events';
import { loadConfig } from '@acme/config';
import { SystemClock } from '@acme/mcp-core';
import { closeRedis, openRedis, type RedisConnection } from '@acme/redis';
import { describeWithRedis } from '@acme/redis/testing';
import { Logger } from '@nestjs/common';
import { TestClock } from '../testing/verifier.fixture';
import { Counters } from './counters';
import type { Limit } from './limit';
import { SharedCounts } from './shared-counts';
import { MOST_KEYS } from './windows';

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
    const clock = new TestClock();
    const counters = new Counters(clock);
    const take = () => counters.take('a', limit);
    expect([take(), take(), take()]).toEqual([0, 0, 0]);
    clock.advance(20_000);
    expect(take()).toBeGreaterThan(39_000);
    expect(take()).toBeLessThanOrEqual(40_000);
    clock.advance(39_000);
    expect(take()).toBeGreaterThan(0);
    clock.advance(1_000);
    expect(take()).toBe(0);
  });

  it('counts each key by itself', () => {
    const counters = new Counters(new TestClock());
    for (let taken = 0; taken < 3; taken += 1) void counters.take('a', limit);
    expect(counters.take('b', limit)).toBe(0);
  });

  it('keeps a bounded number of keys in a flood, and with them whoever calls often', () => {
    const counters = new Counters(new TestClock());
    const often = () => counters.take('often', { requests: 50, windowMs: 60_000 });
    let refused = 0;
    for (let index = 0; index < 1_000_000; index += 1) {
      void counters.take(`address:${index}`, limit);
      if (index % 10_000 === 0 && often() !== 0) refused += 1;
    }
    expect(counters.size).toBe(MOST_KEYS);
    expect(refused).toBe(50);
  });
});

describeWithRedis('a limit that replicas share', (server) => {
  const connections: RedisConnection[] = [];

  async function replica(clock = new SystemClock(), patienceMs?: number): Promise<Counters> {
    const redis = openRedis(loadConfig({ REDIS_URL: server.url }).redis);
    connections.push(redis);
    await once(redis, 'ready');
    return new Counters(clock, new SharedCounts(redis, clock, patienceMs));
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
      const patient = () => replica(new SystemClock(), 10_000);
      const replicas = [await patient(), await patient(), await patient()];
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
    const limit = { requests: 1, windowMs: 5_000 };
    await passing(await replica(), 'window', limit, 1);
    const later = await replica();
    await passing(later, 'window', limit, 3);
    const wait = await later.take('window', limit);
    expect(wait).toBeGreaterThan(3_000);
    expect(wait).toBeLessThanOrEqual(5_000);
  });

  it('is known to a replica that comes later', async () => {
    const limit = { requests: 20, windowMs: 60_000 };
    expect(await passing(await replica(), 'later', limit, 30)).toBe(20);
    expect(await passing(await replica(), 'later', limit, 30)).toBeLessThanOrEqual(1);
  });

  it('goes on in memory while Redis is away, and over all when it is back', async () => {
    const limit = { requests: 10, windowMs: 60_000 };
    const clock = new TestClock();
    const [one, other] = [await replica(clock), await replica(clock)];
    expect(await passing(one, 'before', limit, 4)).toBe(4);
    await server.kill();
    expect(await passing(one, 'before', limit, 20)).toBe(6);
    expect(await passing(other, 'meanwhile', limit, 20)).toBe(10);
    await server.start();
    await Promise.all(connections.map((redis) => once(redis, 'ready')));
    clock.advance(120_000);
    expect(await passing(one, 'after', limit, 20)).toBe(10);
    expect(await passing(other, 'after', limit, 20)).toBeLessThanOrEqual(1);
  });

  it('waits a quarter of a second at most for a Redis that does not answer', async () => {
    const limit = { requests: 10, windowMs: 60_000 };
    const counters = await replica();
    server.pause();
    const asked = performance.now();
    expect(await passing(counters, 'hanging', limit, 20)).toBe(10);
    expect(performance.now() - asked).toBeLessThan(1_000);
    server.resume();
  });
});
