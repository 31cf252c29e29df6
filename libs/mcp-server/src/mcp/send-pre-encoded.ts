import type { ServerResponse } from 'node:http';
import type { PreEncodedFrame } from '@repo/mcp-core';
import type { EdgeReply } from '@repo/mcp-edge';
import { flushAtEndOfTick } from './flush-at-end-of-tick';
import { FROM_BYTES, sendCompressed, takesGzip } from './gzip';
import { gzipPreEncoded } from './gzip-pre-encoded';
import type { NodeRequest } from './node-request';

/** Sends a message of which most is kept, and does no work again that was done for it before. */
export function sendPreEncoded(
  { headers, response }: NodeRequest,
  reply: EdgeReply,
  frame: PreEncodedFrame,
): void {
  const sendPlain = () => flushAtEndOfTick(response, () => sendPieces(response, reply, frame));
  if (frame.byteLength < FROM_BYTES || !takesGzip(headers)) return sendPlain();
  // It fails where memory is short.
  gzipPreEncoded(frame).then(
    (compressed) => sendCompressed(response, reply, compressed),
    sendPlain,
  );
}

/** In one write of the system, without a copy of the kept bytes. */
function sendPieces(
  response: ServerResponse,
  { status, headers }: EdgeReply,
  { head, kept, tail, byteLength }: PreEncodedFrame,
): void {
  response.writeHead(status, { ...headers, 'content-length': byteLength });
  response.cork();
  response.write(head);
  response.write(kept.bytes);
  response.end(tail);
}
