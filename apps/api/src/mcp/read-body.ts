import type { IncomingMessage } from 'node:http';
import { ErrorCode, ProtocolError } from '@acme/mcp-core';

/**
 * Reads a body as text. Fastify's own parsing does the same, and binds an `AsyncResource` for each
 * request: on Node 20 that costs a tenth of a whole call.
 *
 * @param limit bytes
 * @param done gets what was read, or a `ProtocolError` with status 413; called once, and not at all
 *   when the client goes away before the end
 */
export function readBody(
  request: IncomingMessage,
  limit: number,
  done: (error: ProtocolError | undefined, body: string) => void,
): void {
  if (Number(request.headers['content-length'] ?? 0) > limit) return done(tooLarge(limit), '');
  let body = '';
  let bytes = 0;
  request.setEncoding('utf8');
  request.on('data', (chunk: string) => {
    bytes += Buffer.byteLength(chunk);
    if (bytes > limit) {
      request.removeAllListeners('data').removeAllListeners('end').resume();
      return done(tooLarge(limit), '');
    }
    body += chunk;
  });
  request.on('end', () => done(undefined, body));
}

/** The rest of the body is still on its way: the connection cannot be used again. */
function tooLarge(limit: number): ProtocolError {
  return new ProtocolError(ErrorCode.invalidRequest, `A request body has at most ${limit} bytes.`, {
    status: 413,
    headers: { connection: 'close' },
  });
}
