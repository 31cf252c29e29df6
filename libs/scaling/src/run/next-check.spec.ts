import type { ReconcileResult } from '../reconcile/reconcile';
import { nextCheck } from './next-check';

const at = Date.UTC(2026, 5, 3, 8);
const second = 1_000;

/** How long after each look the next one is, from the order on. */
function delays(): number[] {
  const found: number[] = [];
  for (let now = at; ;) {
    const result: ReconcileResult = {
      ...{ target: 'api', at: now, action: 'none', outcome: 'pending', why: '' },
      underWaySince: at,
    };
    const next = nextCheck(result);
    if (next === undefined) return found;
    found.push((next - now) / second);
    now = next;
  }
}

describe('the next look at a change under way', () => {
  it('is after as long as it has taken so far, and then that of every minute', () => {
    expect(delays()).toEqual([5, 5, 10, 20, 40]);
  });

  it('is none where nothing is under way', () => {
    const done = { target: 'api', at, action: 'scale_up', outcome: 'done', why: '' } as const;
    expect(nextCheck(done)).toBeUndefined();
  });
});
