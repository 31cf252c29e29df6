import { isTimeZone } from './is-time-zone';

it.each([
  ['Europe/Berlin', true],
  ['UTC', true],
  ['Mars/Olympus', false],
  ['+01:00', false],
  ['', false],
])('whether %p is a time zone: %p', (name, expected) => {
  expect(isTimeZone(name)).toBe(expected);
});
