import type { IncomingMessage } from 'node:http';
import { ErrorCode, ProtocolError } from '@repo/mcp-core';

/**
 * Reads a body as text, of whatever type it claims to be.
 *
 * @param limit bytes
 * @param done gets what was read, or the error to answer with (413); called once, and not at all
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
    if (bytes > limit) return;
    bytes += Buffer.byteLength(chunk);
    if (bytes > limit) done(tooLarge(limit), '');
    else body += chunk;
  });
  request.on('end', () => {
    if (bytes <= limit) done(undefined, body);
  });
}

/** The rest of the body is still on its way, so the connection cannot be used again. */
function tooLarge(limit: number): ProtocolError {
  return new ProtocolError(ErrorCode.invalidRequest, `A request body has at most ${limit} bytes.`, {
    status: 413,
    headers: { connection: 'close' },
  });
}
