import { ResultEncoder } from './result-encoder';

const serverInfo = { name: 's', version: '1' };
const encoder = new ResultEncoder(serverInfo);
const key = 'io.modelcontextprotocol/serverInfo';

describe('an encoded result', () => {
  it.each([
    [{}, undefined, { resultType: 'complete', _meta: { [key]: serverInfo } }],
    [{ a: 1 }, undefined, { resultType: 'complete', a: 1, _meta: { [key]: serverInfo } }],
    [
      { tools: [] },
      { ttlMs: 5, scope: 'public' as const },
      {
        resultType: 'complete',
        tools: [],
        ttlMs: 5,
        cacheScope: 'public',
        _meta: { [key]: serverInfo },
      },
    ],
    [
      { a: 1, _meta: { mine: true } },
      { ttlMs: 0, scope: 'private' as const },
      {
        resultType: 'complete',
        a: 1,
        ttlMs: 0,
        cacheScope: 'private',
        _meta: { [key]: serverInfo, mine: true },
      },
    ],
    [
      { resultType: 'input_required' },
      undefined,
      { resultType: 'input_required', _meta: { [key]: serverInfo } },
    ],
    [
      { a: undefined, _meta: undefined },
      undefined,
      { resultType: 'complete', _meta: { [key]: serverInfo } },
    ],
  ])('of %j for %j has what the modern era wants', (body, cache, expected) => {
    expect(JSON.parse(encoder.encode('modern', body, cache))).toEqual(expected);
  });

  it('is left as it is for the legacy era', () => {
    expect(encoder.encode('legacy', { a: 1, _meta: { b: 2 } })).toBe('{"a":1,"_meta":{"b":2}}');
  });
});
