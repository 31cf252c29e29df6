import * as fc from 'fast-check';
import { jsonExcess } from './json-excess';

const LEVELS = 64;
const VALUES = 1_000;
const excess = (json: string) => jsonExcess(json, { levels: LEVELS, values: VALUES });
const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe('a text of JSON', () => {
  it('has as many levels as its value, whatever stands in its texts', () => {
    fc.assert(
      fc.property(
        fc.json({ stringUnit: fc.constantFrom('[', '{', '"', '\\', ']', 'a') }),
        (json) => {
          const depth = depthOf(JSON.parse(json));
          const isDeeper = (levels: number) => jsonExcess(json, { levels, values: Infinity });
          expect(isDeeper(depth)).toBeUndefined();
          if (depth > 0) expect(isDeeper(depth - 1)).toBe('levels');
        },
      ),
    );
  });

  it('may nest as deep as the limit says, with whatever beside', () => {
    expect(excess(nested(LEVELS))).toBeUndefined();
    expect(excess(`[${nested(LEVELS - 1)},${nested(LEVELS - 1)}]`)).toBeUndefined();
    expect(excess(nested(LEVELS + 1))).toBe('levels');
    expect(excess(`{"a":${nested(LEVELS)}}`)).toBe('levels');
  });

  it('may have as many values as the limit says', () => {
    const list = (length: number) => JSON.stringify(Array(length).fill(0));
    expect(excess(list(VALUES))).toBeUndefined();
    expect(excess(list(VALUES + 1))).toBe('values');
    expect(excess(`[${'{},'.repeat(VALUES)}{}]`)).toBe('values');
  });

  it('is not judged by what its texts hold, escaped or not', () => {
    const texts = fc.array(fc.string({ unit: fc.constantFrom(...'[]{},"\\ \n') }));
    fc.assert(fc.property(texts, (found) => excess(JSON.stringify(found)) === undefined));
    expect(excess(JSON.stringify('[{,'.repeat(VALUES)))).toBeUndefined();
  });

  it('is read once, however large, and not to its end where it is too large', () => {
    expect(excess('[{"a":'.repeat(1_000_000))).toBe('levels');
    expect(excess('[]'.repeat(1_000_000))).toBe('values');
    for (const text of ['"'.repeat(1_000_001), '\\"'.repeat(500_000), '"\\'.repeat(500_000)]) {
      expect(excess(text)).toBeUndefined();
    }
  });
});
