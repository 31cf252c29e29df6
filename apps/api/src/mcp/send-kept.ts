import type { KeptFrame } from '@repo/mcp-core';
import type { FastifyReply } from 'fastify';
import { FROM_BYTES, sendCompressed, takesGzip } from './gzip';
import { gzipKept } from './gzip-kept';
import { sendTogether } from './send-together';
import { takeOver } from './take-over';

/** Sends a message of which most is kept, and does no work again that was done for it before. */
export function sendKept(reply: FastifyReply, frame: KeptFrame): void {
  if (frame.byteLength < FROM_BYTES || !takesGzip(reply)) {
    return sendTogether(reply, () => sendPieces(reply, frame));
  }
  gzipKept(frame).then(
    (compressed) => sendTogether(reply, () => sendCompressed(reply, compressed)),
    (error: Error) => reply.send(error),
  );
}

/** In one write of the system, without a copy of the kept bytes. */
function sendPieces(reply: FastifyReply, { head, kept, tail, byteLength }: KeptFrame): void {
  const raw = takeOver(reply.header('content-length', byteLength));
  raw.cork();
  raw.write(head);
  raw.write(kept.bytes);
  raw.end(tail);
}
