import type { Socket } from 'node:net';
import { problem, PROBLEM_JSON } from '@repo/mcp-edge';

const STATUS_OF: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
};

/** Answers what is no HTTP, or came too slowly or too large to be read: there is no request yet. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (socket.writable) socket.write(rawResponse(STATUS_OF[error.code ?? ''] ?? 400));
  socket.destroy(error);
}

function rawResponse(status: number): string {
  const answer = problem(status);
  const body = JSON.stringify(answer);
  return [
    `HTTP/1.1 ${status} ${answer.title}`,
    `Content-Type: ${PROBLEM_JSON}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}
