import { pipeline, Readable } from 'node:stream';
import { PreEncodedFrame, type HttpReply } from '@repo/mcp-core';
import type { FastifyReply } from 'fastify';
import { sendGzip, wantsGzip } from './gzip';
import { sendPreEncoded } from './send-pre-encoded';
import { flushAtEndOfTick } from './flush-at-end-of-tick';
import { hijack } from './hijack';

/** Sends what the MCP host answered. */
export function sendReply(reply: FastifyReply, { status, headers, body }: HttpReply): void {
  // An answer is for its caller alone; what a list may be cached for stands in its body.
  reply
    .code(status)
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'no-store')
    .headers(headers);
  if (body instanceof Readable) sendStream(reply, body);
  else if (body instanceof PreEncodedFrame) sendPreEncoded(reply, body);
  else if (body !== undefined && wantsGzip(reply, body)) sendGzip(reply, body);
  else flushAtEndOfTick(reply, () => void reply.send(body));
}

/**
 * An event stream goes out as it comes. Its headers are sent at once, since a client waits for them
 * and the first event may be far off; and it is never compressed, which would hold events back.
 */
function sendStream(reply: FastifyReply, events: Readable): void {
  const raw = hijack(reply);
  raw.flushHeaders();
  // Ends the events when the client goes away; that it did is no error.
  pipeline(events, raw, () => undefined);
}
