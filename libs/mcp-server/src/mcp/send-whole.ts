import type { ServerResponse } from 'node:http';
import type { EdgeReply } from '@repo/mcp-edge';

/** Sends a body in one piece. */
export function sendWhole(
  response: ServerResponse,
  { status, headers }: EdgeReply,
  body: string | Buffer = '',
): void {
  // RFC 9110, section 8.6: a 204 has no length.
  const length = status === 204 ? undefined : { 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, { ...headers, ...length }).end(body);
}
