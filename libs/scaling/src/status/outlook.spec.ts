import { type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { scalingSchema } from '../storage/scaling-schema';
import type { StoredStatus } from '../storage/status-store';
import { deskOn, seenOff } from '../testing/seen-targets';
import { targetOf } from '../testing/rules-of';
import { outlookOf } from './outlook';

const hour = 3_600_000;
const now = Date.parse('2026-06-03T20:00Z');
const five = { min: 5, desired: 5, max: 5 };
const order = { target: 'api', from: now, until: now + 3 * hour, size: five };
const larger = { ...order, from: now + hour, until: now + 2 * hour, size: { min: 6, max: 6 } };

describe('the outlook of an override', () => {
  let database: TestDatabase;
  let status: StoredStatus;
  beforeAll(async () => {
    database = await withTestDatabase({ features: [scalingSchema] });
    const { store } = deskOn(database.dataSource, now);
    await seenOff(store, targetOf('time_zone: Europe/Berlin'), now);
    status = (await store.statuses.of('api'))!;
  });
  afterAll(() => database.drop());

  const around = [
    { from: now, until: now + hour },
    { from: now + 2 * hour, until: now + 3 * hour },
  ];
  const inTheWay = { code: 'override', until: now + 2 * hour };

  it('leaves out the time of a larger one, of people or of the rules', () => {
    const ofPeople = outlookOf(order, { status, pauses: [], overrides: [order, larger], now });
    expect(ofPeople).toMatchObject({ holds: around, whyNot: [inTheWay] });
    const ruled = { ...status, rules: { ...status.rules, overrides: [larger] } };
    const ofRules = outlookOf(order, { status: ruled, pauses: [], overrides: [order], now });
    expect(ofRules).toEqual(ofPeople);
    expect(ofRules.whyNot[0]?.text).toBe(
      'an override to 6 holds until 2026-06-04 00:00 Europe/Berlin',
    );
  });

  it('says that it may be late on a platform that is not through', () => {
    const busy = { ...status, actual: { ...status.actual!, settled: false } };
    expect(outlookOf(order, { status: busy, pauses: [], overrides: [order], now })).toMatchObject({
      holds: [{ from: now, until: order.until }],
      whyNot: [{ code: 'not_settled' }],
    });
  });

  it('is not kept from by a pause that ends before it begins', () => {
    const later = { ...order, from: now + hour };
    const pauses = [{ since: now, until: now + hour, by: 'ana' }];
    expect(outlookOf(later, { status, pauses, overrides: [later], now })).toMatchObject({
      holds: [{ from: later.from, until: later.until }],
      whyNot: [],
    });
  });

  it('holds at no time where the worker itself leaves the target alone', () => {
    const why = 'left alone: it runs this worker';
    const left = { ...status, state: 'excluded', why };
    expect(outlookOf(order, { status: left, pauses: [], overrides: [order], now })).toMatchObject({
      holds: [],
      whyNot: [{ code: 'left_alone', text: why }],
    });
    // A pause that was resumed since is in the last look's words alone.
    const resumed = { ...left, why: 'left alone: paused by ana' };
    expect(
      outlookOf(order, { status: resumed, pauses: [], overrides: [order], now }).whyNot,
    ).toEqual([]);
  });
});
