import { ManualClock } from '@repo/foundation/testing';
import { IdleMap, type Idling } from './idle-map';

class Entry implements Idling {
  ended = 0;
  constructor(readonly isActive = false) {}
  end(): void {
    this.ended += 1;
  }
}

describe('sessions that idle', () => {
  const limits = { maxSessions: 2, maxPerOwner: 2, sessionIdleTimeoutMs: 100 };
  let clock: ManualClock;
  let map: IdleMap<Entry>;
  beforeEach(() => {
    clock = new ManualClock(0);
    map = new IdleMap<Entry>(limits, clock);
  });

  it('end after the idle time, unless they are used or active', () => {
    const [idle, used] = [new Entry(), new Entry()];
    map.add('idle', idle);
    map.add('used', used);
    clock.set(60);
    map.use('used');
    clock.set(120);
    map.endIdle();
    expect([idle.ended, used.ended, map.size]).toEqual([1, 0, 1]);

    const active = new Entry(true);
    map.add('active', active);
    clock.set(1_000);
    map.endIdle();
    expect([used.ended, active.ended, map.size]).toEqual([1, 0, 1]);
  });

  it('make room for a new one, the longest idle first', () => {
    const entries = [new Entry(), new Entry(), new Entry()];
    map.add('a', entries[0]!);
    map.add('b', entries[1]!);
    map.use('a');
    map.add('c', entries[2]!);
    expect(entries.map(({ ended }) => ended)).toEqual([0, 1, 0]);
  });

  it('are refused when all entries are active', () => {
    map.add('a', new Entry(true));
    map.add('b', new Entry(true));
    expect(() => map.add('c', new Entry())).toThrow(
      expect.objectContaining({ status: 503, headers: { 'retry-after': '5' } }),
    );
  });

  describe('of one owner', () => {
    beforeEach(() => {
      map = new IdleMap<Entry>(
        { maxSessions: 10, maxPerOwner: 2, sessionIdleTimeoutMs: 100 },
        clock,
      );
    });

    it('make room for its next, and none of others does', () => {
      const entries = Array.from({ length: 4 }, () => new Entry());
      map.add('other', entries[0]!, 'ada');
      ['a', 'b', 'c'].forEach((id, index) => map.add(id, entries[index + 1]!, 'bob'));
      expect(entries.map(({ ended }) => ended)).toEqual([0, 1, 0, 0]);
    });

    it('are refused when all of its own are active, until one has ended', () => {
      map.add('a', new Entry(true), 'bob');
      map.add('b', new Entry(true), 'bob');
      expect(() => map.add('c', new Entry(), 'bob')).toThrow(
        expect.objectContaining({
          message: 'Too many active sessions of one caller: 2 are allowed. Try again later.',
          status: 429,
          headers: { 'retry-after': '5' },
        }),
      );
      map.add('d', new Entry(), 'ada');
      map.end('a');
      map.end('a');
      map.add('c', new Entry(true), 'bob');
      expect(() => map.add('e', new Entry(), 'bob')).toThrow('of one caller');
    });
  });
});
