import { rulesOf } from '../testing/rules-of';
import { nextBoundary } from './next-boundary';

const [target] = rulesOf(`
grace: 10m
targets:
  - name: api
    platform: process
    url: http://127.0.0.1:8000/admin/scaling/process
    on_hours: { min: 2, desired: 2, max: 2 }
`).targets;

const at = (text: string) => Date.parse(`2026-11-${text}Z`);

describe('the next edge of a target', () => {
  it('is up where its hours begin, and down where the grace after them ends', () => {
    expect(nextBoundary(target!, [], undefined, at('23T07:00'))).toEqual({
      target: 'api',
      at: at('23T08:00'),
      direction: 'up',
    });
    expect(nextBoundary(target!, [], undefined, at('23T08:00'))).toEqual({
      target: 'api',
      at: at('23T18:10'),
      direction: 'down',
    });
  });

  it('is the end of an override where that comes first', () => {
    const override = {
      target: 'api',
      from: at('23T08:00'),
      until: at('23T09:00'),
      size: { min: 5, desired: 5, max: 5 },
    };
    expect(nextBoundary(target!, [override], undefined, at('23T08:30'))).toEqual({
      target: 'api',
      at: at('23T09:00'),
      direction: 'down',
    });
  });

  it('is none for a target that is left alone', () => {
    const excluded = { ...target!, excluded: 'paused' };
    expect(nextBoundary(excluded, [], undefined, at('23T07:00'))).toBeUndefined();
  });
});
