import { DAYS, simulation, YEAR_TIMEOUT_MS } from '../testing/a-year-of-faults';
import { simulateYear } from '../testing/simulate-year';

jest.setTimeout(YEAR_TIMEOUT_MS);

describe('a year on a platform of fixed sizes whose calls fail one time in ten', () => {
  it('has the wanted size in every minute but two after the last fault, and never flaps', async () => {
    const year = await simulateYear({ ...simulation, autoscaled: false });

    expect(year.violations).toEqual([]);
    expect(year.latestAfterFaults).toBeLessThanOrEqual(2);
    expect(year.faults.killed).toBeGreaterThan(DAYS * 3);
  });
});
