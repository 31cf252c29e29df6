import { gunzipSync, inflateRawSync } from 'node:zlib';
import { KeptFrame, KeptJson } from '@repo/mcp-core';
import { gzipKept } from './gzip-kept';

const kept = new KeptJson(JSON.stringify({ tools: Array(500).fill({ name: 'größe → 日本' }) }));
const frame = (id: string) => new KeptFrame(`{"id":${JSON.stringify(id)},"result":`, kept, '}');
const LONGEST_BLOCK = 65_535;

describe('gzip around kept JSON', () => {
  it.each([
    ['a short id', '1'],
    ['an id of several bytes a character', 'ü → 日本'],
    ['an id of more than a block', 'x'.repeat(LONGEST_BLOCK)],
    ['an id of many blocks', '→'.repeat(LONGEST_BLOCK)],
  ])('with %s is what was framed', async (_what, id) => {
    const compressed = await gzipKept(frame(id));
    expect(gunzipSync(compressed).toString()).toBe(frame(id).toString());
  });

  it('is one member, as clients that stop after the first one need it', async () => {
    const compressed = await gzipKept(frame('1'));
    const [header, trailer] = [10, 8];
    const inflated = inflateRawSync(compressed.subarray(header, -trailer));
    expect(inflated.toString()).toBe(frame('1').toString());
  });

  it('adds little to what is kept compressed', async () => {
    const [first, second] = await Promise.all([gzipKept(frame('1')), gzipKept(frame('22'))]);
    expect(second.length - first.length).toBe(1);
    expect(second.length).toBeLessThan(kept.bytes.length / 10);
  });
});
