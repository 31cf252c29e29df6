import { DAYS, simulation, YEAR_TIMEOUT_MS } from '../testing/a-year-of-faults';
import { simulateYear } from '../testing/simulate-year';

jest.setTimeout(YEAR_TIMEOUT_MS);

describe('a year on a platform with an autoscaler whose calls fail one time in ten', () => {
  it('has the wanted size in every minute but two after the last fault, and never flaps', async () => {
    const year = await simulateYear(simulation);

    expect(year.violations).toEqual([]);
    expect(year.minutes).toBe(DAYS * 24 * 60);
    expect(year.latestAfterFaults).toBeLessThanOrEqual(2);
    expect(year.faults.killed).toBeGreaterThan(DAYS * 3);
    expect(year.wantedChanges).toBeGreaterThan(DAYS * 1.5);
    // Every morning came back with what the autoscaler had made of the day before.
    expect(year.restored).toBeGreaterThan(DAYS * 0.55);
  });
});
