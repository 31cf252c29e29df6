import { KeyedSemaphore } from './keyed-semaphore';

describe('a semaphore by key', () => {
  it('gives each key the same number of permits', () => {
    const semaphore = new KeyedSemaphore(2);
    expect(['a', 'a', 'a', 'b'].map((key) => semaphore.tryAcquire(key))).toEqual([
      true,
      true,
      false,
      true,
    ]);
    semaphore.release('a');
    expect([semaphore.heldBy('a'), semaphore.size]).toEqual([1, 2]);
    expect(semaphore.tryAcquire('a', 2)).toBe(false);
    expect(semaphore.tryAcquire('a')).toBe(true);
  });

  it('remembers nobody who holds nothing', () => {
    const semaphore = new KeyedSemaphore(10);
    for (let key = 0; key < 1_000; key += 1) {
      semaphore.tryAcquire(`${key}`, 3);
      semaphore.release(`${key}`, 3);
    }
    expect(Reflect.get(semaphore, 'held')).toHaveProperty('size', 0);
    expect(semaphore.size).toBe(0);
  });
});
