import { median, medianOf } from './median';

describe('the median', () => {
  it.each([
    [[7], 7],
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[10, 9, 100, 1, 2], 9],
  ])('of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('of nothing is refused', () => {
    expect(() => median([])).toThrow(RangeError);
  });

  it('leaves the order of what it is given alone', () => {
    const rounds = [{ ms: 3 }, { ms: 1 }, { ms: 2 }];
    expect(medianOf(rounds, ({ ms }) => ms)).toBe(2);
    expect(rounds.map(({ ms }) => ms)).toEqual([3, 1, 2]);
  });
});
