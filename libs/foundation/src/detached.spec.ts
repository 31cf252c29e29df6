import { AsyncLocalStorage } from 'node:async_hooks';
import { detached } from './detached';

describe('work that outlives its call', () => {
  it('has nothing of the call in its context, also later', async () => {
    const call = new AsyncLocalStorage<string>();
    const seen = await call.run('a call', () =>
      detached(async () => {
        const atOnce = call.getStore();
        await Promise.resolve();
        return [atOnce, call.getStore()];
      }),
    );
    expect(seen).toEqual([undefined, undefined]);
  });
});
