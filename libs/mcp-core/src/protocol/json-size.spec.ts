import { checkJsonSize } from './json-size';
import { InvalidRequestError } from './protocol.error';

const MAX_VALUES = 1_000;
const check = (json: string) => () => checkJsonSize(json, MAX_VALUES);
const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

describe('JSON that would cost too much', () => {
  it('is refused with what it has too much of', () => {
    expect(check(nested(128))).not.toThrow();
    expect(check(nested(129))).toThrow(InvalidRequestError);
    expect(check(nested(129))).toThrow('nests deeper than 128 levels');
    const list = (length: number) => JSON.stringify(Array(length).fill(0));
    expect(check(list(MAX_VALUES))).not.toThrow();
    expect(check(list(MAX_VALUES + 1))).toThrow('has more than 1000 values');
  });
});
