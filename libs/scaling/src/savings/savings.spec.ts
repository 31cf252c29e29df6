import { savings, type SizeSample } from './savings';

const hour = 3_600_000;
const prices = new Map([
  ['api', { pricePerReplicaHour: 0.05, timeZone: 'Europe/Berlin' }],
  ['worker', { timeZone: 'UTC' }],
]);

/** A sample every quarter of an hour. */
function samples(target: string, from: number, hours: number, replicas: number, baseline: number) {
  return Array.from({ length: hours * 4 }, (_, index): SizeSample => {
    return { target, at: from + (index * hour) / 4, replicas, baseline };
  });
}

describe('savings', () => {
  const evening = Date.UTC(2026, 10, 30, 18);

  it('are the replicas that did not run, split at the month of the zone', () => {
    const night = samples('api', evening, 12, 1, 3);
    const [november, december] = savings(night, prices, { until: evening + 12 * hour });

    // 18:00 in UTC is 19:00 in Berlin: 5 hours of November, 7 of December.
    expect(november).toMatchObject({ month: '2026-11', replicaHours: 5, savedReplicaHours: 10 });
    expect(november?.savedMoney).toBeCloseTo(0.5, 10);
    expect(december).toMatchObject({ month: '2026-12', replicaHours: 7, savedReplicaHours: 14 });
  });

  it('count the hour that a change of the clocks adds', () => {
    const october = Date.UTC(2026, 8, 30, 22);
    const hours = 31 * 24 + 1;
    const [saving, ...rest] = savings(samples('api', october, hours, 0, 2), prices, {
      until: october + hours * hour,
    });
    expect(rest).toEqual([]);
    expect(saving).toMatchObject({ month: '2026-10', savedReplicaHours: hours * 2 });
  });

  it('are none where nobody looked, where more ran than usual, and cost nothing without a price', () => {
    const [saving] = savings(
      [
        { target: 'worker', at: evening, replicas: 0, baseline: 2 },
        { target: 'worker', at: evening + 3 * hour, replicas: 5, baseline: 2 },
      ],
      prices,
      { until: evening + 4 * hour },
    );
    expect(saving).toEqual({
      target: 'worker',
      month: '2026-11',
      replicaHours: 5,
      savedReplicaHours: 2,
      savedMoney: undefined,
    });
  });

  it('do not depend on the order of the samples, and add up over targets', () => {
    const all = [...samples('worker', evening, 2, 0, 1), ...samples('api', evening, 2, 0, 1)];
    const options = { until: evening + 2 * hour };
    expect(savings(all.toReversed(), prices, options)).toEqual(savings(all, prices, options));
    expect(savings(all, prices, options).map(({ target }) => target)).toEqual(['api', 'worker']);
    expect(savings([], prices, options)).toEqual([]);
  });
});
