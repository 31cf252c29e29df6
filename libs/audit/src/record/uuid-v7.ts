import { randomFillSync } from 'node:crypto';

export const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Of one id: what follows its time. */
const BYTES = 10;
const DIGITS = 2 * BYTES;

/** Random bytes are made many at once: asking for them one by one costs more than all the rest. */
const pool = Buffer.alloc(BYTES * 400);
let digits = '';
let used = 0;

/**
 * A UUID of version 7 (RFC 9562, section 5.7): sorts by time, so that new records land in the same
 * pages of an index.
 *
 * @param now milliseconds since 1970
 */
export function uuidV7(now: number): string {
  if (used === digits.length) fill();
  const at = used;
  used += DIGITS;
  return `${frontOf(now)}-${digits.slice(at, at + 4)}-${digits.slice(at + 4, at + 8)}-${digits.slice(at + 8, used)}`;
}

function fill(): void {
  randomFillSync(pool);
  for (let at = 0; at < pool.length; at += BYTES) {
    pool[at] = 0x70 | ((pool[at] ?? 0) & 0x0f);
    pool[at + 2] = 0x80 | ((pool[at + 2] ?? 0) & 0x3f);
  }
  digits = pool.toString('hex');
  used = 0;
}

const MINUTE_MS = 0x10000;
let minute = Number.NaN;
let minuteDigits = '';

/** The time in 12 digits, of which the first 8 change once in a minute, about. */
function frontOf(ms: number): string {
  const at = Math.floor(ms / MINUTE_MS);
  if (at !== minute) {
    minute = at;
    minuteDigits = at.toString(16).padStart(8, '0');
  }
  return `${minuteDigits}-${(MINUTE_MS + (ms - at * MINUTE_MS)).toString(16).slice(1)}`;
}
