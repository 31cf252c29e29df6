import { withRequestId, type RootLogger } from '@repo/telemetry';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Asked every few seconds, by machines. */
const PROBED = ['/health', '/metrics'];

/** Gives the routes of Nest a log line each, and a request id. */
export function installHttpLog(adapter: FastifyAdapter, logger: RootLogger): void {
  adapter.setOnRequestHook((request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    reply.header('x-request-id', request.id);
    withRequestId(logger, request.id, done);
  });
  adapter.setOnResponseHook((request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    logRequest(logger, request, reply);
    done();
  });
}

/** The query is left out: it is where tokens end up that should not be in a URL. */
function logRequest(
  logger: RootLogger,
  { id, method, url }: FastifyRequest,
  reply: FastifyReply,
): void {
  const path = url.split('?', 1)[0] ?? '';
  const { statusCode: status, elapsedTime: durationMs } = reply;
  logger[levelOf(path, status)](
    { requestId: id, method, path, status, durationMs },
    'http request',
  );
}

function levelOf(path: string, status: number): 'debug' | 'info' | 'warn' | 'error' {
  if (status >= 500) return status === 503 ? 'warn' : 'error';
  return PROBED.some((probed) => path.startsWith(probed)) ? 'debug' : 'info';
}
