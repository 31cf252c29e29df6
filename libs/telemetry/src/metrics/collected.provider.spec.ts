import { Injectable } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { register } from 'prom-client';
import { makeCollectedProvider } from './collected.provider';

@Injectable()
class Store {
  sizes = async (): Promise<Record<string, number>> => ({ api: 2, shop: 3 });
}

const provider = makeCollectedProvider('Gauge', {
  name: 'store_size',
  help: 'of this test',
  labelNames: ['target'],
  source: Store,
  collect: async (store) =>
    Object.entries(await store.sizes()).map(([target, value]) => ({ labels: { target }, value })),
});

describe('a metric that is collected', () => {
  it('has the values of now, none while its source fails or hangs, and is that of the last application', async () => {
    const first = await Test.createTestingModule({ providers: [Store, provider] }).compile();
    expect(await register.metrics()).toContain('store_size{target="shop"} 3');

    first.get(Store).sizes = async () => ({ api: 1 });
    const text = await register.metrics();
    expect(text).toContain('store_size{target="api"} 1');
    expect(text).not.toContain('shop');

    first.get(Store).sizes = () => Promise.reject(new Error('away'));
    expect(await register.metrics()).not.toContain('store_size{');

    first.get(Store).sizes = () => new Promise(() => undefined);
    expect(await register.metrics()).not.toContain('store_size{');

    await Test.createTestingModule({ providers: [Store, provider] }).compile();
    expect(await register.metrics()).toContain('store_size{target="api"} 2');
  });
});
