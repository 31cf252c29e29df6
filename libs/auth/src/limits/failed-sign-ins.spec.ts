import { once } from 'node:events';
import { loadConfig } from '@repo/config';
import { closeRedis, openRedis, type RedisConnection } from '@repo/redis';
import { describeWithRedis } from '@repo/redis/testing';
import { Logger } from '@nestjs/common';
import { ManualClock, until } from '@repo/foundation/testing';
import { FailedSignIns } from './failed-sign-ins';
import { SharedLockouts } from './shared-lockouts';
import { RateLimitedError } from './rate-limited.error';

beforeEach(() => void jest.spyOn(Logger.prototype, 'warn').mockImplementation());
afterEach(() => jest.restoreAllMocks());

function fail(signIns: FailedSignIns, times: number, address: string, clientId?: string) {
  for (let failed = 0; failed < times; failed += 1) signIns.failed(address, clientId);
}

/** Seconds for which it is blocked; 0 for whoever may try. */
function shutOutFor(signIns: FailedSignIns, address: string, clientId?: string): number {
  try {
    void signIns.check(address, clientId);
    return 0;
  } catch (error) {
    expect(error).toBeInstanceOf(RateLimitedError);
    return Number((error as RateLimitedError).headers?.['retry-after']);
  }
}

describe('an address that fails to sign in', () => {
  it('is blocked after ten failures in a minute, and no other with it', async () => {
    const signIns = new FailedSignIns(new ManualClock());
    fail(signIns, 9, 'a');
    expect(shutOutFor(signIns, 'a')).toBe(0);
    fail(signIns, 1, 'a');
    expect(shutOutFor(signIns, 'a')).toBe(60);
    expect(shutOutFor(signIns, 'b')).toBe(0);
  });

  it('may fail nine times in each minute', async () => {
    const clock = new ManualClock();
    const signIns = new FailedSignIns(clock);
    for (let minute = 0; minute < 5; minute += 1) {
      fail(signIns, 9, 'a');
      expect(shutOutFor(signIns, 'a')).toBe(0);
      clock.advance(60_000);
    }
  });

  it('is blocked for longer each time, up to a quarter of an hour', async () => {
    const clock = new ManualClock();
    const signIns = new FailedSignIns(clock);
    const blocks: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      fail(signIns, 10, 'a');
      blocks.push(shutOutFor(signIns, 'a'));
      clock.advance((blocks.at(-1) ?? 0) * 1_000);
      expect(shutOutFor(signIns, 'a')).toBe(0);
    }
    expect(blocks).toEqual([60, 120, 240, 480, 900, 900]);
  });

  it('is told of once in the log', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    fail(new FailedSignIns(new ManualClock()), 15, '203.0.113.1');
    expect(warn.mock.calls).toEqual([
      ['address:203.0.113.1 is blocked for 60 s: 10 failed sign-ins in a minute'],
    ]);
  });

  it('is blocked also when it tries everything at once', async () => {
    const signIns = new FailedSignIns(new ManualClock());
    fail(signIns, 100, 'a');
    expect(shutOutFor(signIns, 'a')).toBe(60);
  });
});

/** Presents a credential, whose verdict takes a while. @returns whether it was judged at all */
async function guess(signIns: FailedSignIns, address: string, isRight = false): Promise<boolean> {
  try {
    for (let turn = signIns.check(address); turn !== undefined; turn = signIns.check(address)) {
      await turn;
    }
  } catch {
    return false;
  }
  const end = signIns.begin(address);
  await new Promise(setImmediate);
  if (!isRight) signIns.failed(address);
  end();
  return true;
}

describe('credentials that are presented all at once', () => {
  const judged = (verdicts: boolean[]) => verdicts.filter(Boolean).length;

  it('are judged ten at most, where all are wrong', async () => {
    const signIns = new FailedSignIns(new ManualClock());
    const guesses = Array.from({ length: 500 }, () => guess(signIns, 'a'));
    expect(judged(await Promise.all(guesses))).toBe(10);
  });

  it('are all judged, where they are right', async () => {
    const signIns = new FailedSignIns(new ManualClock());
    const sent = Array.from({ length: 500 }, () => guess(signIns, 'a', true));
    expect(judged(await Promise.all(sent))).toBe(500);
  });

  it('take no turns from those of other addresses', async () => {
    const signIns = new FailedSignIns(new ManualClock());
    const guesses = Array.from({ length: 50 }, () => guess(signIns, 'a'));
    expect(signIns.check('b')).toBeUndefined();
    await Promise.all(guesses);
  });

  it('do not wait for ever, where what they waited for was no guess', async () => {
    const signIns = new FailedSignIns(new ManualClock());
    const first = Array.from({ length: 10 }, () => guess(signIns, 'a', true));
    // They know the verdict by then, and need no judge.
    const others = Array.from({ length: 40 }, () => signIns.check('a'));
    await Promise.all([...first, ...others]);
  });

  it('are refused where too many wait already', async () => {
    const signIns = new FailedSignIns(new ManualClock());
    const sent = Array.from({ length: 1_100 }, () => guess(signIns, 'a', true));
    expect(judged(await Promise.all(sent))).toBe(1_010);
  });
});

describe('a client id that many addresses try', () => {
  it('is blocked after fifty failures', async () => {
    const signIns = new FailedSignIns(new ManualClock());
    for (let address = 0; address < 49; address += 1) fail(signIns, 1, `a${address}`, 'billing');
    expect(shutOutFor(signIns, 'fresh', 'billing')).toBe(0);
    fail(signIns, 1, 'a49', 'billing');
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
    return new FailedSignIns(clock, new SharedLockouts(redis, 'test', clock, AMPLE_MS));
  }

  afterEach(async () => {
    await Promise.all(connections.splice(0).map(closeRedis));
  });

  it('is blocked by all of them, once each has seen it again, and told of once', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    const [one, two, three] = [await replica(), await replica(), await replica()];
    fail(one, 4, 'a');
    fail(two, 4, 'a');
    fail(three, 2, 'a');
    await until(() => warn.mock.calls.length > 0);
    for (const signIns of [one, two, three]) {
      fail(signIns, 1, 'a');
      await until(() => shutOutFor(signIns, 'a') > 55);
    }
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it('is judged ten times by each at most, however fast it comes, and told of once', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    const replicas = [await replica(), await replica(), await replica()];
    const guesses = replicas.flatMap((signIns) =>
      Array.from({ length: 200 }, () => guess(signIns, 'fast')),
    );
    const judged = (await Promise.all(guesses)).filter(Boolean).length;
    expect(judged).toBeLessThanOrEqual(10 * replicas.length);
    await until(() => warn.mock.calls.length > 0);
    for (const signIns of replicas) expect(shutOutFor(signIns, 'fast')).toBeGreaterThan(55);
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it('is blocked by each while Redis is away', async () => {
    const signIns = await replica();
    fail(signIns, 5, 'b');
    await server.kill();
    fail(signIns, 5, 'b');
    expect(shutOutFor(signIns, 'b')).toBe(60);
    await server.start();
  });
});
