import { of } from 'rxjs';
import { returnedPromise } from './returned-promise';

describe('what a method returns', () => {
  const unread = {
    get signal(): AbortSignal {
      throw new Error('The signal of a call costs more than the rest of it.');
    },
  };

  it.each([
    ['a text', 'text'],
    ['nothing', undefined],
    ['an object', {}],
    ['a promise', Promise.resolve()],
    ['a query that has a "then"', { then: () => undefined }],
  ])('makes no signal: %s', (_what, returned) => {
    expect(() => returnedPromise(returned, unread)).not.toThrow();
  });

  it('is let go at the signal where it is an Observable', async () => {
    const { signal } = new AbortController();
    await expect(returnedPromise(of(1, 2), { signal })).resolves.toBe(2);
  });
});
