import { isObject } from './is-object';

it.each([
  [{}, true],
  [{ a: 1 }, true],
  [Object.create(null), true],
  [[], false],
  [null, false],
  [undefined, false],
  ['text', false],
])('whether %p is an object: %p', (value, expected) => {
  expect(isObject(value)).toBe(expected);
});
