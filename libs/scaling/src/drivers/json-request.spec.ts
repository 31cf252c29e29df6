import { FakeApi } from '../testing/fake-api';
import { type JsonRequest, requestJson } from './json-request';

describe('a request whose connection is closed before its answer', () => {
  let api: FakeApi;
  beforeEach(async () => {
    api = await FakeApi.start(({ method }) => ({ status: 200, body: { method } }));
  });
  afterEach(() => api.stop());

  const request = (method: NonNullable<JsonRequest['method']>) =>
    requestJson({
      ...{ target: 'api', call: 'scaling:read', url: api.url, timeout: 20_000, method },
      ...(method === 'GET' ? {} : { body: { workers: 2 } }),
    });

  it.each(['GET', 'PUT'] as const)('is made once more as %s', async (method) => {
    api.failAfter(0, 'cut-before');
    expect(await request(method)).toEqual({ method });
    expect(api.requests).toHaveLength(2);
  });

  it('is not made a third time', async () => {
    api.failAlways('cut-before');
    await expect(request('GET')).rejects.toMatchObject({ code: 'UNREACHABLE' });
    expect(api.requests).toHaveLength(2);
  });

  it('is not repeated where that may do something twice', async () => {
    api.failAfter(0, 'cut-after');
    await expect(request('PATCH')).rejects.toMatchObject({ code: 'UNREACHABLE' });
    expect(api.requests).toHaveLength(1);
  });
});
