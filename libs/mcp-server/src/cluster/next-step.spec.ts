import { nextStep, type FleetCounts } from './next-step';

const none = { starting: 0, ready: 0, draining: 0, everReady: true, everFull: true };

describe('the next step towards the wanted number of workers', () => {
  it.each<[string, Partial<FleetCounts> & { desired: number }, ReturnType<typeof nextStep>]>([
    ['the first is started', { desired: 4, everReady: false, everFull: false }, 'start'],
    [
      'no other before it has shown that it can',
      { desired: 4, starting: 1, everReady: false },
      undefined,
    ],
    ['then the others at once', { desired: 4, ready: 1, starting: 2, everFull: false }, 'start'],
    ['later one at a time', { desired: 4, ready: 2, starting: 1 }, undefined],
    ['the next when that is ready', { desired: 4, ready: 3 }, 'start'],
    ['nothing when there are enough', { desired: 4, ready: 4 }, undefined],
    ['one is drained when there are too many', { desired: 1, ready: 4 }, 'drain'],
    ['and no other meanwhile', { desired: 1, ready: 3, draining: 1 }, undefined],
    ['one that drains is replaced at once', { desired: 2, ready: 1, draining: 1 }, 'start'],
    ['one that starts counts as well', { desired: 1, ready: 1, starting: 1 }, 'drain'],
  ])('%s', (_name, counts, step) => {
    expect(nextStep({ ...none, ...counts })).toBe(step);
  });
});
