import { RestartPolicy } from './restart-policy';

const MINUTE = 60_000;

describe('a worker that has died', () => {
  it('is replaced at once when it had lived for long', () => {
    const policy = new RestartPolicy();
    for (let hour = 0; hour < 100; hour++) {
      expect(policy.delayAfterExit(60 * MINUTE, hour * 60 * MINUTE, 4)).toBe(0);
    }
  });

  it('is replaced after longer and longer when it had just started, until that is no use', () => {
    const policy = new RestartPolicy();
    const delays = [1, 2, 3, 4, 5].map((second) => policy.delayAfterExit(50, second * 1_000, 1));
    expect(delays).toEqual([100, 200, 400, 800, undefined]);
  });

  it('is no crash loop when all others died at the same time for one reason', () => {
    const policy = new RestartPolicy();
    const delays = Array.from({ length: 20 }, () => policy.delayAfterExit(50, 0, 16));
    expect(delays.filter((delay) => delay === undefined)).toHaveLength(1);
    expect(Math.max(...delays.map((delay) => delay ?? 0))).toBe(5_000);
  });

  it('is forgotten after a quiet minute', () => {
    const policy = new RestartPolicy();
    for (let day = 1; day < 20; day++)
      expect(policy.delayAfterExit(50, day * 2 * MINUTE, 1)).toBe(100);
  });
});
