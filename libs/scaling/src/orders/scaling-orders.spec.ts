import { type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { Logger } from '@nestjs/common';
import { scalingSchema } from '../storage/scaling-schema';
import { deskOn, seenOff } from '../testing/seen-targets';
import { targetOf } from '../testing/rules-of';
import { TimeZone } from '../schedule/time-zone';
import { readOrderTime } from './order-time';

const hour = 3_600_000;
const now = Date.parse('2026-10-24T20:00Z');
const target = targetOf(
  'time_zone: Europe/Berlin',
  'on_demand: { idle: 30m, size: { min: 1, max: 1 } }',
);
const order = { target: 'api', until: '03:00', size: 'on_hours' as const };

describe('the time of an order', () => {
  const berlin = new TimeZone('Europe/Berlin');
  it.each([
    // In the night to 25 October the clocks go from 03:00 back to 02:00.
    ['23:00', '2026-10-24T20:00Z', '2026-10-24T21:00Z'],
    ['22:00', '2026-10-24T20:00Z', '2026-10-25T21:00Z'],
    ['02:30', '2026-10-24T20:00Z', '2026-10-25T00:30Z'],
    ['2026-10-25T03:00', '2026-10-24T20:00Z', '2026-10-25T02:00Z'],
    ['02:30', '2026-10-25T00:45Z', '2026-10-25T01:30Z'],
    ['02:30', '2026-10-25T01:45Z', '2026-10-26T01:30Z'],
    // In the night to 29 March they skip from 02:00 to 03:00.
    ['02:30', '2026-03-28T20:00Z', '2026-03-29T01:00Z'],
    ['2026-12-24T18:00+02:00', '2026-10-24T20:00Z', '2026-12-24T16:00Z'],
    ['2026-12-24T18:00:30Z', '2026-10-24T20:00Z', '2026-12-24T18:00:30Z'],
  ])('%s, said at %s, is %s', (text, at, instant) => {
    expect(readOrderTime(text, berlin, Date.parse(at))).toBe(Date.parse(instant));
  });

  it.each([
    '24:00',
    '7:00',
    'tomorrow',
    '2026-02-30T10:00',
    '2026-10-25',
    '2026-10-25T10:00+1',
    '',
  ])('is none: %j', (text) => expect(readOrderTime(text, berlin, now)).toBeUndefined());
});

describe('an order of a person', () => {
  let database: TestDatabase;
  let desk: ReturnType<typeof deskOn>;
  beforeAll(async () => {
    Logger.overrideLogger(false);
    database = await withTestDatabase({ features: [scalingSchema] });
  });
  beforeEach(async () => {
    desk = deskOn(database.dataSource, now);
    await seenOff(desk.store, target, now);
  });
  afterEach(() => database.clear());
  afterAll(() => database.drop());

  it('is followed at once, and told in the history', async () => {
    const { until } = await desk.orders.override(order, 'ana');
    expect(until).toBe(Date.parse('2026-10-25T02:00Z'));
    expect(desk.requests.noted).toEqual(['api']);
    const { events } = await desk.store.history.page({ limit: 9 });
    expect(events).toMatchObject([{ action: 'override', actor: 'ana', target: 'api' }]);
  });

  it('from a time until a time of day ends at the next one after it begins', async () => {
    // Said at 22:00: both of tomorrow, in the winter time that begins in this night.
    const evening = { ...order, from: '20:00', until: '22:30' };
    const { from, until } = await desk.orders.override(evening, 'ana');
    expect([from, until].map((time) => new Date(time).toISOString())).toEqual([
      '2026-10-25T19:00:00.000Z',
      '2026-10-25T21:30:00.000Z',
    ]);
  });

  it('above max_override is refused with what is allowed', async () => {
    await seenOff(desk.store, targetOf('max_override: 4'), now + 1);
    const large = { ...order, size: { min: 1, max: 5 } };
    await expect(desk.orders.override(large, 'ana')).rejects.toMatchObject({
      code: 'INVALID',
      message: expect.stringContaining(
        'size: max is 5: an override may ask for 4 replicas at most',
      ),
    });
    await desk.orders.override({ ...order, size: { min: 1, max: 4 } }, 'ana');
  });

  it('holds though the queue is away: a worker looks within a minute anyway', async () => {
    desk.requests.fault = new Error('away');
    await desk.orders.override(order, 'ana');
    expect(await desk.store.overrides.pending(now, 'api')).toHaveLength(1);
  });

  it('of a hundred and first override is refused', async () => {
    const override = { target: 'api', from: now, until: now + hour, size: 'on_hours' as const };
    for (let index = 0; index < 100; index += 1) await desk.store.overrides.add(override, 'x', now);
    await expect(desk.orders.override(order, 'ana')).rejects.toMatchObject({ code: 'IMPOSSIBLE' });
  });

  it('is refused for a target that the rules leave alone', async () => {
    await seenOff(desk.store, { ...target, excluded: 'it wakes the others' }, now + 1);
    await expect(desk.orders.override(order, 'ana')).rejects.toThrow('it wakes the others');
  });

  it('wakes a target that is off, and is told once however often it comes', async () => {
    const wake = await desk.orders.wake('api', 'ci');
    expect(wake).toMatchObject({ isUp: false, until: now + hour / 2 });
    desk.clock.set(now + 1_000);
    await desk.orders.wake('api', 'ci');
    expect(desk.requests.noted).toEqual(['api', 'api']);
    expect(await desk.store.demand.of('api')).toEqual({ lastSeen: now + 1_000 });
    expect((await desk.store.history.page({ limit: 9 })).events).toHaveLength(1);
  });

  it('knows no target before a worker has told of one', async () => {
    const empty = deskOn(database.dataSource, now);
    await empty.store.rules.report({ seenAt: now, faults: [] }, []);
    await expect(empty.orders.wake('api', 'ci')).rejects.toMatchObject({
      code: 'UNKNOWN',
      message: 'target: no target has this name; no worker has told of any yet',
    });
  });
});
