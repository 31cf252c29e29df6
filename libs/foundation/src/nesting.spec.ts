import * as fc from 'fast-check';
import { isNestedDeeper } from './nesting';

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe('the nesting of a text of JSON', () => {
  it('is that of the value, whatever stands in its texts', () => {
    fc.assert(
      fc.property(
        fc.json({ stringUnit: fc.constantFrom('[', '{', '"', '\\', ']', 'a') }),
        (json) => {
          const depth = depthOf(JSON.parse(json));
          expect(isNestedDeeper(json, depth)).toBe(false);
          if (depth > 0) expect(isNestedDeeper(json, depth - 1)).toBe(true);
        },
      ),
    );
  });

  it('is told of a million levels, too', () => {
    expect(isNestedDeeper('[{"a":'.repeat(1_000_000), 64)).toBe(true);
    expect(isNestedDeeper('[]'.repeat(1_000_000), 64)).toBe(false);
  });
});
