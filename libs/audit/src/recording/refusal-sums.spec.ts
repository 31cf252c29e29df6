import { ManualClock } from '@repo/foundation/testing';
import type { CompletedCall } from '../record/completed-call';
import { RefusalSums } from './refusal-sums';

const NOON = Date.UTC(2026, 6, 28, 12);

function refusal(differences: Partial<CompletedCall> = {}, address = '192.0.2.1'): CompletedCall {
  return {
    at: NOON,
    kind: 'unknown',
    name: 'x',
    input: undefined,
    requestId: '',
    traceId: null,
    client: { era: 'modern', address },
    outcome: 'refused',
    durationMs: 0,
    result: '',
    ...differences,
  };
}

describe('refusals of a minute', () => {
  let clock: ManualClock;
  let recorded: CompletedCall[];
  let sums: RefusalSums;
  beforeEach(() => {
    jest.useFakeTimers();
    clock = new ManualClock(NOON + 5_000);
    recorded = [];
    sums = new RefusalSums(clock, (sum) => recorded.push(sum));
  });
  afterEach(() => jest.useRealTimers());

  const whole = (times: number, of: () => CompletedCall) =>
    Array.from({ length: times }, () => of()).filter((call) => sums.isWhole(call)).length;

  it('are recorded one by one at first, then as one with their number', () => {
    expect(whole(100, refusal)).toBe(10);
    expect(recorded).toEqual([]);
    clock.set(NOON + 60_000);
    expect(whole(5, refusal)).toBe(5);
    expect(recorded).toEqual(
      [refusal({ name: '', count: 90 })].map((sum) => expect.objectContaining(sum)),
    );
  });

  it('are told apart by whom and why', () => {
    const auth = { token: '', clientId: 'app', scopes: [] };
    const calls = [
      refusal(),
      refusal({}, '192.0.2.2'),
      refusal({ outcome: 'rate_limited' }),
      refusal({ client: { era: 'modern', auth } }),
    ];
    for (const call of calls) expect(whole(12, () => call)).toBe(10);
    sums.flush();
    expect(recorded.map(({ count }) => count)).toEqual([2, 2, 2, 2]);
    sums.flush();
    expect(recorded).toHaveLength(4);
  });

  it('of very many addresses take a bounded number of records, and lose none of their number', () => {
    let address = 0;
    const flood = () => refusal({}, `198.51.${address % 250}.${(address += 1)}`);
    const one = whole(21_500, flood);
    const auth = { token: '', clientId: 'app', scopes: [] };
    expect(whole(1, () => refusal({ client: { era: 'modern', auth } }))).toBe(1);
    sums.flush();
    expect(one).toBeLessThanOrEqual(500);
    expect(recorded.length).toBeLessThanOrEqual(501);
    expect(one + recorded.reduce((sum, { count = 0 }) => sum + count, 0)).toBe(21_500);
  });
});
