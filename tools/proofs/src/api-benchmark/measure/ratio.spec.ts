import { medianRatio } from './ratio';

describe('the ratio of two tracks', () => {
  it('is taken in each round, so that a slow round counts for both', () => {
    const api = { rounds: [20, 200, 22] };
    const floor = { rounds: [10, 100, 10] };
    expect(medianRatio(api, floor, (cpu) => cpu)).toBe(2);
  });
});
