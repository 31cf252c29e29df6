import { Readable } from 'node:stream';
import { ReadableStream as NodeReadableStream } from 'node:stream/web';
import type { HttpReply } from '../http/http-message';

/**
 * A reply as a web `Response`. An event stream stays one: it ends when its reader cancels it.
 *
 * @param onEnd called once when nothing of the reply is left to be sent
 */
export function toWebResponse(
  { status, headers, body }: HttpReply,
  onEnd: () => void = () => undefined,
): Response {
  if (body instanceof Readable) {
    body.once('close', onEnd);
    return new Response(webStreamOf(body), { status, headers });
  }
  onEnd();
  return new Response(body?.toString(), { status, headers });
}

function webStreamOf(events: Readable): ReadableStream<Uint8Array> {
  const stream: NodeReadableStream = Readable.toWeb(events);
  return stream as ReadableStream<Uint8Array>;
}
