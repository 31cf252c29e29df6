import type { ActualSize } from '../drivers/scaling-driver';
import type { DesiredReason } from '../schedule/desired-state';
import type { Wanted } from '../size';
import { decide } from './decide';

const none = { min: 0, desired: 0, max: 0 };
const fixed = (desired: number): ActualSize => ({
  desired,
  ready: desired,
  autoscaled: false,
  settled: true,
});
const scaled = (desired: number, min = 2, max = 10): ActualSize => {
  return { ...fixed(desired), autoscaled: true, min, max };
};
const should = (state: DesiredReason, wanted: Wanted) => {
  return { target: 'api', state, wanted, why: 'because' };
};
const day = should('on', { min: 2, desired: 3, max: 10 });
const night = should('off', none);

describe('what is to be done', () => {
  it('is nothing where an autoscaler moves the number between its bounds', () => {
    expect(decide(day, scaled(7), undefined).action).toBe('none');
    expect(decide(day, fixed(7), undefined)).toMatchObject({
      action: 'scale_down',
      size: { desired: 3 },
    });
  });

  it('at night is to keep the size of the day, once', () => {
    expect(decide(night, scaled(7), undefined)).toMatchObject({
      action: 'scale_down',
      size: none,
      keep: { min: 2, desired: 7, max: 10 },
    });
    // Somebody started one by hand: the size of the day is another.
    const { keep } = decide(night, scaled(1, 0, 0), { min: 2, desired: 7, max: 10 });
    expect(keep).toBeUndefined();
  });

  it.each([
    ['the earlier size', 7, 7],
    ['the rules where nothing was kept', undefined, 3],
    ['its bounds where the earlier size was more', 99, 10],
    ['its bounds where the earlier size was less', 1, 2],
  ])('in the morning is to go back to %s', (_what, earlier, desired) => {
    const kept = earlier === undefined ? undefined : { min: 2, desired: earlier, max: 10 };
    expect(decide(day, scaled(0, 0, 0), kept)).toMatchObject({
      action: 'scale_up',
      size: { min: 2, desired, max: 10 },
    });
  });

  describe('about the size from before', () => {
    const kept = { min: 2, desired: 7, max: 10 };

    it.each([
      ['off hours at the least of the hours', scaled(2, 2, 2)],
      ['a smaller override', scaled(3, 3, 3)],
      ['a call that held the least size of the hours', scaled(2, 2, 2)],
      ['off hours whose autoscaler went on', scaled(4, 1, 5)],
    ])('is to go back to it after %s', (_what, now) => {
      expect(decide(day, now, kept)).toMatchObject({
        action: 'scale_up',
        size: { min: 2, desired: 7, max: 10 },
        forget: true,
      });
    });

    it('is to leave more than that to the autoscaler, and never to what has none', () => {
      expect(decide(day, scaled(9), kept).action).toBe('forget');
      const open = should('on', { min: 2, max: 10 });
      expect(decide(open, fixed(9), kept)).toMatchObject({ action: 'scale_down', size: kept });
    });

    it.each([
      ['by schedule to less', night, scaled(7)],
      ['by schedule to bounds that let it fall', should('off', { min: 1, max: 10 }), scaled(7)],
      ['by a smaller override', should('override', { min: 3, desired: 3, max: 3 }), scaled(7)],
      ['by a call before closing', should('on_demand', { min: 1, desired: 1, max: 1 }), scaled(7)],
      [
        'by an override of more, without autoscaler',
        should('override', { min: 9, max: 9 }),
        fixed(7),
      ],
      [
        'by an override of more than an autoscaler had',
        should('override', { min: 9, desired: 9, max: 9 }),
        scaled(7),
      ],
    ])('is to keep it at a step %s, once', (_what, wanted, now) => {
      expect(decide(wanted, now, undefined).keep).toMatchObject({ desired: 7 });
      expect(decide(wanted, now, kept).keep).toBeUndefined();
    });

    it('is not to keep that nothing ran before an override of the night', () => {
      const more = should('override', { min: 9, desired: 9, max: 9 });
      expect(decide(more, scaled(0, 0, 0), undefined).keep).toBeUndefined();
    });

    it.each(['on', 'grace', 'working'] as const)('is to keep nothing while %s', (state) => {
      expect(decide(should(state, day.wanted), scaled(12), undefined).keep).toBeUndefined();
    });
  });

  it('is to put half a change right, and to forget the earlier size at the end', () => {
    const kept = { min: 2, desired: 7, max: 10 };
    expect(decide(day, scaled(7, 0, 0), kept)).toMatchObject({
      action: 'adjust',
      size: kept,
      forget: true,
    });
    const done = decide(day, scaled(7), kept);
    expect([done.action, done.size]).toEqual(['forget', undefined]);
    expect(decide(should('override', day.wanted), scaled(7), kept).action).toBe('none');
  });
});
