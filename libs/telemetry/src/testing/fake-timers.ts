/** What Jest can replace of what tells or waits for time. */
const FAKEABLE: FakeableAPI[] = [
  ...(['Date', 'hrtime', 'performance'] as const),
  ...(['nextTick', 'queueMicrotask', 'setImmediate', 'clearImmediate'] as const),
  ...(['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const),
  ...(['requestAnimationFrame', 'cancelAnimationFrame'] as const),
  ...(['requestIdleCallback', 'cancelIdleCallback'] as const),
];

/**
 * Gives a test the hand of these alone, and leaves the others to the machine: servers, databases and
 * clients go on as ever. `jest.useRealTimers` ends it.
 */
export function fakeOnly(...faked: readonly FakeableAPI[]): void {
  jest.useFakeTimers({ doNotFake: FAKEABLE.filter((name) => !faked.includes(name)) });
}
