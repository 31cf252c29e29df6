import { simulation, YEAR_TIMEOUT_MS } from '../testing/a-year-of-faults';
import { simulateYear } from '../testing/simulate-year';

jest.setTimeout(YEAR_TIMEOUT_MS);

describe('a quarter without faults, with its change of the clocks', () => {
  it('has the wanted size in every minute', async () => {
    const none = { failing: 0, lost: 0, killed: 0 };
    const year = await simulateYear({ ...simulation, autoscaled: false, days: 100, ...none });

    expect(year.violations).toEqual([]);
    expect(year.latest).toBe(0);
    expect(year.changes).toBe(year.wantedChanges);
  });
});
