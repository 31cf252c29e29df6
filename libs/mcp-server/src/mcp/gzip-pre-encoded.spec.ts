import { gunzipSync, inflateRawSync } from 'node:zlib';
import { PreEncodedFrame, PreEncodedJson } from '@repo/mcp-core';
import { gzipPreEncoded } from './gzip-pre-encoded';

const kept = new PreEncodedJson(
  JSON.stringify({ tools: Array(500).fill({ name: 'größe → 日本' }) }),
);
const frame = (id: string) =>
  new PreEncodedFrame(`{"id":${JSON.stringify(id)},"result":`, kept, '}');
const MAX_BLOCK_BYTES = 65_535;

describe('gzip around kept JSON', () => {
  it.each([
    ['a short id', '1'],
    ['an id of several bytes a character', 'ü → 日本'],
    ['an id of more than a block', 'x'.repeat(MAX_BLOCK_BYTES)],
    ['an id of many blocks', '→'.repeat(MAX_BLOCK_BYTES)],
  ])('with %s is what was framed', async (_what, id) => {
    const compressed = await gzipPreEncoded(frame(id));
    expect(gunzipSync(compressed).toString()).toBe(frame(id).toString());
  });

  it('is one member, as clients that stop after the first one need it', async () => {
    const compressed = await gzipPreEncoded(frame('1'));
    const [header, trailer] = [10, 8];
    const inflated = inflateRawSync(compressed.subarray(header, -trailer));
    expect(inflated.toString()).toBe(frame('1').toString());
  });

  it('adds little to what is kept compressed', async () => {
    const [first, second] = await Promise.all([
      gzipPreEncoded(frame('1')),
      gzipPreEncoded(frame('22')),
    ]);
    expect(second.length - first.length).toBe(1);
    expect(second.length).toBeLessThan(kept.bytes.length / 10);
  });
});
