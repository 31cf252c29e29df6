import { randomFillSync } from 'node:crypto';

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

let lastMs = Number.NaN;
let lastFront = '';

/** Under load many ids have the same millisecond. */
function frontOf(ms: number): string {
  if (ms !== lastMs) {
    const time = ms.toString(16).padStart(12, '0');
    lastFront = `${time.slice(0, 8)}-${time.slice(8)}`;
    lastMs = ms;
  }
  return lastFront;
}
