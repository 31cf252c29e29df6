import { MinuteSums, type MinuteSum } from './minute-sums';
import { ManualClock } from './testing';

const NOON = Date.UTC(2026, 6, 28, 12);

describe('events of a minute', () => {
  let clock: ManualClock;
  let written: MinuteSum<string>[];
  let sums: MinuteSums<string>;
  beforeEach(() => {
    jest.useFakeTimers();
    clock = new ManualClock(NOON + 5_000);
    written = [];
    sums = new MinuteSums(clock, (sum) => written.push(sum));
  });
  afterEach(() => jest.useRealTimers());

  const whole = (times: number, who: (time: number) => string, why = '401') =>
    Array.from({ length: times }, (_, time) => sums.isWhole(who(time), why, who(time))).filter(
      Boolean,
    ).length;
  const one = () => '192.0.2.1';

  it('are written one by one at first, then as one with their number', () => {
    expect(whole(100, one)).toBe(10);
    expect(written).toEqual([]);
    clock.set(NOON + 60_000);
    expect(whole(5, one)).toBe(5);
    expect(written).toEqual([{ at: NOON, count: 90, like: '192.0.2.1', isOfMany: false }]);
  });

  it('are told apart by whom and why', () => {
    whole(12, one);
    whole(13, () => '192.0.2.2');
    whole(14, one, '429');
    sums.flush();
    expect(written.map(({ count }) => count)).toEqual([2, 3, 4]);
    sums.flush();
    expect(written).toHaveLength(3);
  });

  it('are written when the minute has passed, though none follows', () => {
    whole(11, one);
    jest.advanceTimersByTime(60_000);
    expect(written.map(({ count }) => count)).toEqual([1]);
  });

  it('of very many take a bounded number, and lose none of theirs', () => {
    const alone = whole(21_500, (time) => `198.51.${time % 250}.${time}`);
    sums.flush();
    expect(alone).toBeLessThanOrEqual(500);
    expect(written.length).toBeLessThanOrEqual(501);
    expect(written.at(-1)).toMatchObject({ isOfMany: true });
    expect(alone + written.reduce((sum, { count }) => sum + count, 0)).toBe(21_500);
  });
});
