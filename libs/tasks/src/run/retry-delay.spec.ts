import { usualTiming } from '../task-timing';
import { retryDelayMs } from './retry-delay';

describe('the time until a task is tried again', () => {
  it.each([
    [0, 0, 1_000],
    [0, 1, 500],
    [3, 0, 8_000],
    [30, 0, 300_000],
  ])('after %i failures and with a chance of %i is %i ms', (failed, chance, expected) => {
    expect(retryDelayMs(failed, usualTiming, chance)).toBe(expected);
  });
});
