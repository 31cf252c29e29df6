import { randomFillSync } from 'node:crypto';

/** Random bytes are made many at once: asking for them one by one costs more than all the rest. */
const pool = Buffer.alloc(10 * 400);
let used = pool.length;

/**
 * A UUID of version 7 (RFC 9562, section 5.7): sorts by time, so that new records land in the same
 * pages of an index.
 *
 * @param now milliseconds since 1970
 */
export function uuidV7(now: number): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  pool[used] = 0x70 | ((pool[used] ?? 0) & 0x0f);
  pool[used + 2] = 0x80 | ((pool[used + 2] ?? 0) & 0x3f);
  const random = pool.toString('hex', used, (used += 10));
  const time = now.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-${random.slice(0, 4)}-${random.slice(4, 8)}-${random.slice(8)}`;
}
