import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { gzip } from 'node:zlib';
import type { EdgeReply } from '@repo/mcp-edge';
import { flushAtEndOfTick } from './flush-at-end-of-tick';
import { sendWhole } from './send-whole';

/** Bytes. Smaller answers fit one packet, and gzip costs more than all the rest of their call. */
export const FROM_BYTES = 1_000;

/** A UTF-16 unit has three bytes at most: what is shorter needs no exact measure. */
const FROM_UNITS = Math.floor(FROM_BYTES / 3);

/** Whether an answer is long enough for gzip to pay, and its client takes it. */
export function wantsGzip(headers: IncomingHttpHeaders, body: string): boolean {
  return body.length > FROM_UNITS && takesGzip(headers) && Buffer.byteLength(body) >= FROM_BYTES;
}

/** Whether the client that sent these headers takes gzip. */
export function takesGzip(headers: IncomingHttpHeaders): boolean {
  return accepts(headers['accept-encoding']);
}

/** Sends a text compressed. The work is done on another thread. */
export function sendGzip(response: ServerResponse, reply: EdgeReply, body: string): void {
  gzip(body, (error, compressed) => {
    if (error === null) sendCompressed(response, reply, compressed);
    // Memory that is short now.
    else flushAtEndOfTick(response, () => sendWhole(response, reply, body));
  });
}

/** Sends what is compressed already. */
export function sendCompressed(
  response: ServerResponse,
  { status, headers }: EdgeReply,
  compressed: Buffer,
): void {
  const vary = [headers['vary'], 'accept-encoding'].filter(Boolean).join(', ');
  const reply = { status, headers: { ...headers, 'content-encoding': 'gzip', vary } };
  flushAtEndOfTick(response, () => sendWhole(response, reply, compressed));
}

/** RFC 9110, section 12.5.3: `gzip`, or `*`, with a weight that is not zero. */
function accepts(header: string | string[] | undefined): boolean {
  const codings = String(header ?? '')
    .toLowerCase()
    .split(',');
  const weightOf = (name: string) => {
    const found = codings.find((coding) => coding.split(';', 1)[0]?.trim() === name);
    return found === undefined ? undefined : Number(/;\s*q=([\d.]+)/.exec(found)?.[1] ?? 1);
  };
  return (weightOf('gzip') ?? weightOf('*') ?? 0) > 0;
}
