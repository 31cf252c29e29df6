import { LocalLock } from './lock';

describe('the lock of one process', () => {
  it('lets one in for each target, and the next one after that', async () => {
    const lock = new LocalLock();
    let finish = () => {};
    const first = lock.tryRun('a', () => new Promise<void>((resolve) => (finish = resolve)));

    expect(await lock.tryRun('a', async () => 1)).toBe('busy');
    expect(await lock.tryRun('b', async () => 2)).toEqual({ done: 2 });
    finish();
    await first;
    expect(await lock.tryRun('a', async () => 3)).toEqual({ done: 3 });
  });

  it('is free again after a failure', async () => {
    const lock = new LocalLock();
    await expect(lock.tryRun('a', () => Promise.reject(new Error('x')))).rejects.toThrow('x');
    expect(await lock.tryRun('a', async () => 1)).toEqual({ done: 1 });
  });
});
