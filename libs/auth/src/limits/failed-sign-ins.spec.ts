import { once } from 'node:events';
import { loadConfig } from '@repo/config';
import { closeRedis, openRedis, type RedisConnection } from '@repo/redis';
import { describeWithRedis } from '@repo/redis/testing';
import { Logger } from '@nestjs/common';
import { ManualClock } from '@repo/foundation/testing';
import { FailedSignIns } from './failed-sign-ins';
import { SharedCounts } from './shared-counts';
import { RateLimitedError } from './rate-limited.error';

beforeEach(() => void jest.spyOn(Logger.prototype, 'warn').mockImplementation());
afterEach(() => jest.restoreAllMocks());

async function fail(signIns: FailedSignIns, times: number, address: string, clientId?: string) {
  for (let failed = 0; failed < times; failed += 1) await signIns.failed(address, clientId);
}

/** Seconds for which it is blocked; 0 for whoever may try. */
function shutOutFor(signIns: FailedSignIns, address: string, clientId?: string): number {
  try {
    signIns.check(address, clientId);
    return 0;
  } catch (error) {
    expect(error).toBeInstanceOf(RateLimitedError);
    return Number((error as RateLimitedError).headers?.['retry-after']);
  }
}

describe('an address that fails to sign in', () => {
  it('is blocked after ten failures in a minute, and no other with it', async () => {
    const signIns = new FailedSignIns(new ManualClock());
    await fail(signIns, 9, 'a');
    expect(shutOutFor(signIns, 'a')).toBe(0);
    await fail(signIns, 1, 'a');
    expect(shutOutFor(signIns, 'a')).toBe(60);
    expect(shutOutFor(signIns, 'b')).toBe(0);
  });

  it('may fail nine times in each minute', async () => {
    const clock = new ManualClock();
    const signIns = new FailedSignIns(clock);
    for (let minute = 0; minute < 5; minute += 1) {
      await fail(signIns, 9, 'a');
      expect(shutOutFor(signIns, 'a')).toBe(0);
      clock.advance(60_000);
    }
  });

  it('is blocked for longer each time, up to a quarter of an hour', async () => {
    const clock = new ManualClock();
    const signIns = new FailedSignIns(clock);
    const blocks: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      await fail(signIns, 10, 'a');
      blocks.push(shutOutFor(signIns, 'a'));
      clock.advance((blocks.at(-1) ?? 0) * 1_000);
      expect(shutOutFor(signIns, 'a')).toBe(0);
    }
    expect(blocks).toEqual([60, 120, 240, 480, 900, 900]);
  });

  it('is told of once in the log', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    await fail(new FailedSignIns(new ManualClock()), 15, '203.0.113.1');
    expect(warn.mock.calls).toEqual([
      ['address:203.0.113.1 is blocked for 60 s: 10 failed sign-ins in a minute'],
    ]);
  });

  it('is blocked also when it tries everything at once', async () => {
    const signIns = new FailedSignIns(new ManualClock());
    await Promise.all(Array.from({ length: 100 }, () => signIns.failed('a')));
    expect(shutOutFor(signIns, 'a')).toBe(60);
  });
});

describe('a client id that many addresses try', () => {
  it('is blocked after fifty failures', async () => {
    const signIns = new FailedSignIns(new ManualClock());
    for (let address = 0; address < 49; address += 1)
      await fail(signIns, 1, `a${address}`, 'billing');
    expect(shutOutFor(signIns, 'fresh', 'billing')).toBe(0);
    await fail(signIns, 1, 'a49', 'billing');
    expect(shutOutFor(signIns, 'fresh', 'billing')).toBe(60);
    expect(shutOutFor(signIns, 'fresh', 'other')).toBe(0);
  });
});

/** A test may run on a machine that is busy for longer than a request may wait. */
const AMPLE_MS = 10_000;

describeWithRedis('an address that fails at several replicas', (server) => {
  const connections: RedisConnection[] = [];
  const clock = new ManualClock();

  async function replica(): Promise<FailedSignIns> {
    const redis = openRedis(loadConfig({ REDIS_URL: server.url }).redis);
    connections.push(redis);
    await once(redis, 'ready');
    return new FailedSignIns(clock, new SharedCounts(redis, 'test', clock, AMPLE_MS));
  }

  afterEach(async () => {
    await Promise.all(connections.splice(0).map(closeRedis));
  });

  it('is blocked by all of them, once each has seen it again', async () => {
    const [one, two, three] = [await replica(), await replica(), await replica()];
    await fail(one, 4, 'a');
    await fail(two, 4, 'a');
    await fail(three, 2, 'a');
    expect(shutOutFor(three, 'a')).toBe(60);
    await fail(one, 1, 'a');
    expect(shutOutFor(one, 'a')).toBeGreaterThan(55);
    await fail(two, 1, 'a');
    expect(shutOutFor(two, 'a')).toBeGreaterThan(55);
  });

  it('is blocked by each while Redis is away', async () => {
    const signIns = await replica();
    await fail(signIns, 5, 'b');
    await server.kill();
    await fail(signIns, 5, 'b');
    expect(shutOutFor(signIns, 'b')).toBe(60);
    await server.start();
  });
});
