import { localTime } from './local-time';
import { TimeZone } from './time-zone';

it.each([
  ['2026-12-24T21:00Z', 'Europe/Berlin', '2026-12-24 22:00 Europe/Berlin'],
  ['2026-12-24T21:00:30Z', 'UTC', '2026-12-24 21:00:30 UTC'],
  ['2026-10-25T00:30Z', 'Europe/Berlin', '2026-10-25 02:30 (UTC+02:00) Europe/Berlin'],
  ['2026-10-25T01:30Z', 'Europe/Berlin', '2026-10-25 02:30 (UTC+01:00) Europe/Berlin'],
  ['2026-11-01T05:30Z', 'America/New_York', '2026-11-01 01:30 (UTC-04:00) America/New_York'],
])('%s is told in %s as %s', (instant, zone, text) => {
  expect(localTime(Date.parse(instant), TimeZone.named(zone))).toBe(text);
});
