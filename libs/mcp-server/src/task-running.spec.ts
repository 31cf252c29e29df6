import type { Config } from '@repo/config';
import { concurrencyOfServer, concurrencyOfWorker } from './task-running';

const config = (isProduction: boolean, concurrency?: number) =>
  ({ tasks: { concurrency }, server: { isProduction } }) as Config;

describe('how many tasks a process runs at once', () => {
  it.each([
    // The worker runs those of the main server, and none of another one.
    ['api', true, undefined, 0],
    ['reports', true, undefined, 20],
    ['api', false, undefined, 20],
    ['api', true, 5, 5],
    ['reports', true, 0, 0],
  ])('of %s, in production: %s, with TASK_CONCURRENCY %s', (app, isProduction, set, expected) => {
    expect(concurrencyOfServer(app, config(isProduction, set))).toBe(expected);
  });

  it.each([
    [undefined, 20],
    [0, 0],
  ])('of a worker with TASK_CONCURRENCY %s', (set, expected) => {
    expect(concurrencyOfWorker(config(true, set))).toBe(expected);
  });
});
