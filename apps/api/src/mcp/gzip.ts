import { gzip } from 'node:zlib';
import type { FastifyReply } from 'fastify';

/** Bytes. Smaller answers fit one packet, and gzip costs more than all the rest of their call. */
export const FROM_BYTES = 1_000;

/** A UTF-16 unit has three bytes at most: what is shorter needs no exact measure. */
const FROM_UNITS = Math.floor(FROM_BYTES / 3);

/** Whether an answer is long enough for gzip to pay, and its client takes it. */
export function wantsGzip(reply: FastifyReply, body: string): boolean {
  return body.length > FROM_UNITS && takesGzip(reply) && Buffer.byteLength(body) >= FROM_BYTES;
}

/** Whether the client of an answer takes gzip. */
export function takesGzip({ request }: FastifyReply): boolean {
  return accepts(request.headers['accept-encoding']);
}

/** Sends a text compressed. The work is done on another thread. */
export function sendGzip(reply: FastifyReply, body: string): void {
  gzip(body, (error, compressed) => {
    if (error !== null) reply.send(error);
    else sendCompressed(reply, compressed);
  });
}

/** Sends what is compressed already. */
export function sendCompressed(reply: FastifyReply, compressed: Buffer): void {
  const vary = [reply.getHeader('vary'), 'accept-encoding'].filter(Boolean).join(', ');
  reply.headers({ 'content-encoding': 'gzip', vary }).send(compressed);
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
