import type { PreEncodedFrame } from '@repo/mcp-core';
import type { FastifyReply } from 'fastify';
import { FROM_BYTES, sendCompressed, takesGzip } from './gzip';
import { gzipPreEncoded } from './gzip-pre-encoded';
import { flushAtEndOfTick } from './flush-at-end-of-tick';
import { hijack } from './hijack';

/** Sends a message of which most is kept, and does no work again that was done for it before. */
export function sendPreEncoded(reply: FastifyReply, frame: PreEncodedFrame): void {
  if (frame.byteLength < FROM_BYTES || !takesGzip(reply)) {
    return flushAtEndOfTick(reply, () => sendPieces(reply, frame));
  }
  gzipPreEncoded(frame).then(
    (compressed) => flushAtEndOfTick(reply, () => sendCompressed(reply, compressed)),
    (error: Error) => reply.send(error),
  );
}

/** In one write of the system, without a copy of the kept bytes. */
function sendPieces(reply: FastifyReply, { head, kept, tail, byteLength }: PreEncodedFrame): void {
  const raw = hijack(reply.header('content-length', byteLength));
  raw.cork();
  raw.write(head);
  raw.write(kept.bytes);
  raw.end(tail);
}
