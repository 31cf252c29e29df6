import * as fc from 'fast-check';
import { checkJsonSize } from './json-size';
import { InvalidRequestError } from './protocol.error';

const MAX_VALUES = 1_000;
const check = (json: string) => () => checkJsonSize(json, MAX_VALUES);
const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

describe('JSON', () => {
  it('may nest 128 levels deep, with whatever beside', () => {
    expect(check(nested(128))).not.toThrow();
    expect(check(`[${nested(127)},${nested(127)}]`)).not.toThrow();
    expect(check(nested(129))).toThrow(InvalidRequestError);
    expect(check(`{"a":${nested(128)}}`)).toThrow('nests deeper than 128 levels');
  });

  it('may have as many values as its limit says', () => {
    const list = (length: number) => JSON.stringify(Array(length).fill(0));
    expect(check(list(MAX_VALUES))).not.toThrow();
    expect(check(list(MAX_VALUES + 1))).toThrow('has more than 1000 values');
    expect(check(`[${'{},'.repeat(MAX_VALUES)}{}]`)).toThrow('values');
  });

  it('is not judged by what its texts hold, escaped or not', () => {
    const texts = fc.array(fc.string({ unit: fc.constantFrom(...'[]{},"\\ \n') }));
    fc.assert(fc.property(texts, (found) => check(JSON.stringify(found))()));
    expect(check(JSON.stringify('[{,'.repeat(MAX_VALUES)))).not.toThrow();
  });

  it('is read once, however large, and not at all where it has no end', () => {
    const before = process.cpuUsage();
    for (const text of ['"'.repeat(1_000_001), '\\"'.repeat(500_000), '"\\'.repeat(500_000)]) {
      check(text)();
    }
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(500);
  });
});
