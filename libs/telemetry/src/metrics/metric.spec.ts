import { register } from 'prom-client';
import { gauge } from './metric';

/** What a collected metric asks, whose answer a test changes. */
class Store {
  sizes = async (): Promise<Record<string, number>> => ({ api: 2, shop: 3 });
}

function sizesOf(store: Store): Store {
  gauge({
    name: 'store_size',
    help: 'of this test',
    labelNames: ['target'],
    collect: async () =>
      Object.entries(await store.sizes()).map(([target, value]) => ({ labels: { target }, value })),
  });
  return store;
}

describe('a metric that is collected', () => {
  it('has the values of now, and is that of whoever made it last', async () => {
    const first = sizesOf(new Store());
    expect(await register.metrics()).toContain('store_size{target="shop"} 3');

    first.sizes = async () => ({ api: 1 });
    const text = await register.metrics();
    expect(text).toContain('store_size{target="api"} 1');
    expect(text).not.toContain('shop');

    sizesOf(new Store());
    expect(await register.metrics()).toContain('store_size{target="api"} 2');
  });

  it('has the last known values while its source fails, for five minutes', async () => {
    const { store, later } = await started();
    store.sizes = () => Promise.reject(new Error('away'));
    expect(await register.metrics()).toContain('store_size{target="api"} 2');
    later(4 * 60_000);
    expect(await register.metrics()).toContain('store_size{target="api"} 2');
    later(60_000);
    expect(await register.metrics()).not.toContain('store_size{');
  });

  it('answers within a second while its source hangs, which is asked once', async () => {
    const { store } = await started();
    let answer = (_sizes: Record<string, number>) => {};
    const sizes = jest.fn(
      () => new Promise<Record<string, number>>((resolve) => (answer = resolve)),
    );
    store.sizes = sizes;
    jest.useFakeTimers();
    for (let times = 0; times < 2; times += 1) {
      const text = register.metrics();
      await jest.advanceTimersByTimeAsync(999);
      expect(await text).toContain('store_size{target="api"} 2');
    }
    jest.useRealTimers();
    expect(sizes).toHaveBeenCalledTimes(1);

    // What comes late is told the next time.
    answer({ api: 7 });
    expect(await register.metrics()).toContain('store_size{target="api"} 7');
  });
});

/** One whose metrics were read once, and the time since then. */
async function started() {
  const store = sizesOf(new Store());
  await register.metrics();
  const now = performance.now.bind(performance);
  let passed = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => now() + passed);
  return { store, later: (ms: number) => void (passed += ms) };
}

afterEach(() => jest.restoreAllMocks());
