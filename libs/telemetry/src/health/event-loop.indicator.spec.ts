import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { EventLoopIndicator } from './event-loop.indicator';

jest.mock('node:perf_hooks', () => ({
  ...jest.requireActual<object>('node:perf_hooks'),
  monitorEventLoopDelay: jest.fn(),
}));

/** An indicator whose event loop was this many milliseconds from sample to sample. */
function indicatorAt(meanMs: number): EventLoopIndicator {
  const delay = {
    mean: meanMs * 1_000_000,
    enable: jest.fn(),
    reset: jest.fn(),
    disable: jest.fn(),
  };
  jest.mocked(monitorEventLoopDelay).mockReturnValue(delay as unknown as IntervalHistogram);
  return new EventLoopIndicator();
}

describe('the event loop', () => {
  it.each([
    [NaN, 'up', 0],
    [20, 'up', 0],
    [220, 'up', 200],
    [1_120, 'down', 1_100],
  ])('with samples every %d ms is %s', (meanMs, status, delayMs) => {
    expect(indicatorAt(meanMs).check()).toEqual({ event_loop: { status, delayMs } });
  });
});
