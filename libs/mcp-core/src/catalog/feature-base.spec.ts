import { CatalogError } from './catalog.error';
import { maxConcurrentOf } from './feature-base';

describe('how many calls of a feature may run at once', () => {
  it.each([undefined, 1, 5, 10_000])('may be %s', (option) => {
    expect(maxConcurrentOf(option, 'here')).toBe(option);
  });

  it.each<unknown>([0, -1, 1.5, NaN, Infinity, '5', null, {}])(
    '%p stops the start, with what to write',
    (option) => {
      const read = () => maxConcurrentOf(option as number, 'Tools.find');
      expect(read).toThrow(CatalogError);
      expect(read).toThrow(/Tools\.find.*is no maxConcurrent.*a whole number/s);
    },
  );
});
