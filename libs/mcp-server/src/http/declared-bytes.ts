import type { IncomingHttpHeaders } from 'node:http';

/** How long a body is by its headers; `Infinity` where they do not tell. */
export function declaredBytes({
  'content-length': length,
  'transfer-encoding': encoding,
}: IncomingHttpHeaders): number {
  return encoding === undefined ? Number(length ?? 0) : Infinity;
}
