import { DAYS, simulation, YEAR_TIMEOUT_MS } from '../testing/a-year-of-faults';
import { targetOf } from '../testing/rules-of';
import { simulateYear } from '../testing/simulate-year';

const target = targetOf(
  'time_zone: Europe/Berlin',
  'on_hours: { min: 2, desired: 3, max: 10 }',
  "demand: { metrics_url: 'http://api:8000/metrics', limit: 90m }",
);

jest.setTimeout(YEAR_TIMEOUT_MS);

describe('a year in which a target works on in every second evening', () => {
  it('has the wanted size in every minute but two after the last fault, and never flaps', async () => {
    const year = await simulateYear({ ...simulation, target, busy: 0.5 });

    expect(year.violations).toEqual([]);
    expect(year.latestAfterFaults).toBeLessThanOrEqual(2);
    // Up and down on each working day, beside the overrides.
    expect(year.wantedChanges).toBeGreaterThan(DAYS * 1.5);
  });
});
