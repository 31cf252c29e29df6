import type { TimeZone } from './time-zone';

const minute = 60_000;

/** `2026-12-24 22:00 Europe/Berlin`; of an hour that comes twice, `02:30 (UTC+02:00)` besides. */
export function localTime(instant: number, zone: TimeZone): string {
  const wallTime = zone.wallTimeAt(instant);
  const shown = new Date(wallTime).toISOString();
  const time = shown.slice(11, wallTime % minute === 0 ? 16 : 19);
  const isTwice = new Set(zone.instantsOf(wallTime)).size > 1;
  const offset = isTwice ? ` (${offsetText(wallTime - instant)})` : '';
  return `${shown.slice(0, 10)} ${time}${offset} ${zone.name}`;
}

function offsetText(offset: number): string {
  const clock = new Date(Math.abs(offset)).toISOString().slice(11, 16);
  return `UTC${offset < 0 ? '-' : '+'}${clock}`;
}
