import { withTimeout } from './with-timeout';

const never = new Promise<string>(() => undefined);

describe('work that may take too long', () => {
  it('gives its own result or error in time', async () => {
    await expect(withTimeout(60_000, Promise.resolve('done'))).resolves.toBe('done');
    await expect(withTimeout(60_000, Promise.reject(new Error('broken')))).rejects.toThrow(
      'broken',
    );
  });

  it('is given up after the time', async () => {
    await expect(withTimeout(1, never)).rejects.toThrow('no answer within 1 ms');
  });

  it('is replaced by what the caller gives or throws for it', async () => {
    await expect(withTimeout(1, never, () => 'late')).resolves.toBe('late');
    const refuse = () => {
      throw new RangeError('too slow');
    };
    await expect(withTimeout(1, never, refuse)).rejects.toThrow(RangeError);
  });

  it('may fail afterwards without anybody listening', async () => {
    let fail: (error: Error) => void = () => undefined;
    const work = new Promise<void>((_resolve, reject) => (fail = reject));
    await withTimeout(1, work, () => undefined);
    fail(new Error('nobody waits any more'));
    await new Promise(setImmediate);
  });
});
