import { expired, monthAfter, monthOf, monthOfPartition } from './month';

describe('the month of a record', () => {
  it('is of UTC, and ends where the next begins', () => {
    const december = monthOf(Date.UTC(2026, 11, 31, 23, 59, 59, 999));
    expect(december).toEqual({
      partition: 'audit_record_2026_12',
      from: Date.UTC(2026, 11),
      to: Date.UTC(2027, 0),
    });
    expect(monthAfter(december).partition).toBe('audit_record_2027_01');
    expect(monthOf(december.to)).toEqual(monthAfter(december));
  });

  it('is known by the name of its partition', () => {
    const february = monthOf(Date.UTC(2028, 1, 29));
    expect(monthOfPartition(february.partition)).toEqual(february);
    expect(monthOfPartition('audit_record_default')).toBeUndefined();
  });
});

describe('a partition', () => {
  const partitions = ['audit_record_2025_10', 'audit_record_2025_11', 'somebodys_own'];

  it.each([
    [Date.UTC(2026, 9, 31, 23, 59), []],
    [Date.UTC(2026, 10, 1), ['audit_record_2025_10']],
    [Date.UTC(2026, 10, 30), ['audit_record_2025_10']],
    [Date.UTC(2026, 11, 1), ['audit_record_2025_10', 'audit_record_2025_11']],
  ])('has expired at %d when its youngest record could have', (now, gone) => {
    expect(expired(partitions, now, 365)).toEqual(gone);
  });
});
