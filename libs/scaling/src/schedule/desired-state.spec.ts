import { targetOf } from '../testing/rules-of';
import { desiredState } from './desired-state';
import type { Override } from './override';

const hour = 3_600_000;
const at = (text: string) => Date.parse(text);
const night = at('2026-06-03T23:00Z');
const target = targetOf(
  'time_zone: Europe/Berlin',
  'on_demand: { idle: 30m, size: { min: 1, max: 1 } }',
  "holidays: [{ date: '12-25', name: Christmas }]",
);
const launch: Override = {
  target: 'api',
  from: night,
  until: night + hour,
  size: { min: 6, desired: 6, max: 12 },
  reason: 'launch of the shop',
};

describe('the desired state', () => {
  it('says in words what holds a target, and when that changes', () => {
    expect(desiredState(target, [], undefined, at('2026-06-03T10:00Z'))).toEqual({
      target: 'api',
      state: 'on',
      wanted: { min: 2, desired: 3, max: 10 },
      why: 'in its hours: wednesday 08:00-18:00, Europe/Berlin',
      changesAt: at('2026-06-03T16:10Z'),
    });
  });

  it.each([
    ['2026-06-03T16:05Z', 'grace', 'in the grace after its hours'],
    ['2026-06-03T16:10Z', 'off', 'outside of its hours'],
    ['2026-06-06T10:00Z', 'off', 'outside of its hours'],
    ['2026-12-25T10:00Z', 'off', 'outside of its hours: Christmas, Europe/Berlin'],
  ])('at %s is %s: %s', (now, state, why) => {
    const desired = desiredState(target, [], undefined, at(now));
    expect(desired).toMatchObject({ state, why: expect.stringContaining(why) });
  });

  it('follows an override, which goes before hours and demand', () => {
    expect(desiredState(target, [launch], { lastSeen: night }, night)).toMatchObject({
      state: 'override',
      wanted: launch.size,
      why: 'an override to 6 (6 to 12) until 2026-06-04 02:00 Europe/Berlin: launch of the shop',
      // Demand lasts for 30 minutes only, so off hours follow.
      changesAt: launch.until,
    });
    const off: Override = { ...launch, size: 'off_hours', from: 0 };
    expect(desiredState(target, [off], undefined, at('2026-06-03T10:00Z')).wanted).toEqual(
      target.offHours,
    );
  });

  it('follows the largest of several overrides, whatever their order', () => {
    const small: Override = { ...launch, size: 'off_hours' };
    for (const overrides of [
      [launch, small],
      [small, launch],
    ]) {
      expect(desiredState(target, overrides, undefined, night).wanted).toEqual(launch.size);
    }
    const other: Override = { ...launch, target: 'worker' };
    expect(desiredState(target, [other], undefined, night).state).toBe('off');
  });

  it('sees overrides that are still to come', () => {
    expect(desiredState(target, [launch], undefined, night - hour)).toMatchObject({
      state: 'off',
      changesAt: launch.from,
    });
  });

  it('serves while there is demand outside of the hours, and for a while after', () => {
    const demand = { lastSeen: night };
    const during = desiredState(target, [], demand, night + hour / 4);
    expect(during).toMatchObject({ state: 'on_demand', wanted: { min: 1, max: 1 } });
    expect(during.changesAt).toBe(night + hour / 2);
    expect(desiredState(target, [], demand, night + hour / 2).state).toBe('off');
  });

  it('leaves an excluded target alone, with the reason', () => {
    const excluded = { ...target, excluded: 'it wakes the others' };
    expect(desiredState(excluded, [launch], undefined, night)).toEqual({
      target: 'api',
      state: 'excluded',
      why: 'left alone: it wakes the others',
    });
  });

  it('of hours without an end or without a beginning never changes', () => {
    const days = ['weekdays', 'weekends'].map((day) => `${day}: ['00:00-24:00']`).join(', ');
    const always = targetOf(`hours: { ${days} }`, 'time_zone: Europe/Berlin');
    expect(desiredState(always, [], undefined, night)).toMatchObject({
      state: 'on',
      changesAt: undefined,
    });
    const never = targetOf('hours: {}');
    expect(desiredState(never, [], undefined, night)).toMatchObject({
      state: 'off',
      changesAt: undefined,
    });
  });

  it('does not end between hours that the grace joins', () => {
    const lunch = targetOf("hours: { weekdays: ['08:00-12:00', '12:05-18:00'] }", 'grace: 10m');
    const noon = desiredState(lunch, [], undefined, at('2026-06-03T12:02Z'));
    expect(noon).toMatchObject({ state: 'grace', changesAt: at('2026-06-03T18:10Z') });
  });

  describe('of a target that still works after its hours', () => {
    const busy = targetOf(
      'time_zone: Europe/Berlin',
      "demand: { metrics_url: 'http://api:8000/metrics', limit: 30m }",
    );
    const work = { work: '12 calls in the last minute' };
    const stateAt = (now: string, demand = {}) => desiredState(busy, [], demand, at(now));

    it('waits, and says for what and how long at most', () => {
      // The hours end at 16:00 in UTC, the grace ten minutes later.
      expect(stateAt('2026-06-03T16:15Z', work)).toEqual({
        target: 'api',
        state: 'working',
        wanted: busy.onHours,
        why: 'still working: 12 calls in the last minute; waits until 2026-06-03 18:40 Europe/Berlin at most',
        changesAt: at('2026-06-03T16:40Z'),
      });
    });

    it('is off when the work is done, or the limit is over, or it was off anyway', () => {
      expect(stateAt('2026-06-03T16:15Z').state).toBe('off');
      expect(stateAt('2026-06-03T16:40Z', work).state).toBe('off');
      expect(stateAt('2026-06-06T16:15Z', work).state).toBe('off');
    });

    it('does not wait against an override', () => {
      const now = at('2026-06-03T16:15Z');
      const off: Override = { target: 'api', from: now, until: now + hour, size: 'off_hours' };
      expect(desiredState(busy, [off], work, now)).toMatchObject({ state: 'override' });
    });
  });
});
