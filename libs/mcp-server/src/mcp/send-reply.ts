import { pipeline, Readable } from 'node:stream';
import { PreEncodedFrame } from '@repo/mcp-core';
import type { EdgeReply } from '@repo/mcp-edge';
import { flushAtEndOfTick } from './flush-at-end-of-tick';
import { sendGzip, wantsGzip } from './gzip';
import type { NodeRequest } from './node-request';
import { sendPreEncoded } from './send-pre-encoded';
import { sendWhole } from './send-whole';

/** Sends what the edge answered. It never throws: what cannot be sent cuts the connection off. */
export function sendReply(request: NodeRequest, reply: EdgeReply): void {
  const { headers, response } = request;
  const { body } = reply;
  if (body instanceof Readable) sendStream(request, reply, body);
  else if (body instanceof PreEncodedFrame) sendPreEncoded(request, reply, body);
  else if (body !== undefined && wantsGzip(headers, body)) sendGzip(response, reply, body);
  else flushAtEndOfTick(response, () => sendWhole(response, reply, body));
}

/**
 * An event stream goes out as it comes. Its headers are sent at once, since a client waits for them
 * and the first event may be far off; and it is never compressed, which would hold events back.
 */
function sendStream({ response }: NodeRequest, { status, headers }: EdgeReply, events: Readable) {
  try {
    response.writeHead(status, headers).flushHeaders();
  } catch (error) {
    response.destroy(error as Error);
  }
  // Ends the events when the client goes away; that it did is no error.
  pipeline(events, response, () => undefined);
}
