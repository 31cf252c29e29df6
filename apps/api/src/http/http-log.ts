import type { RequestListener } from 'node:http';
import { requestIdOf, withRequestId, type RootLogger } from '@repo/telemetry';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Asked every few seconds, by machines. */
const PROBED = ['/health', '/metrics'];

/** Characters of a path in the log. No route of ours is as long; a client's may have 16 KiB. */
const MAX_PATH = 256;

/** Gives the routes of Nest a log line each, and a request id. */
export function installHttpLog(adapter: FastifyAdapter, logger: RootLogger): void {
  adapter.setOnRequestHook((request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    reply.header('x-request-id', request.id);
    withRequestId(logger, request.id, done);
  });
  adapter.setOnResponseHook((request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    const { id: requestId, method, url } = request;
    const { statusCode: status, elapsedTime: durationMs } = reply;
    logRequest(logger, { requestId, method, url, status, durationMs });
    done();
  });
}

/** Gives the requests to a listener of `node:http` the same. */
export function withHttpLog(logger: RootLogger, listener: RequestListener): RequestListener {
  return (request, response) => {
    const { method = '', url = '', headers } = request;
    const requestId = requestIdOf(headers);
    const startedAt = performance.now();
    response.setHeader('x-request-id', requestId);
    response.once('close', () => {
      const { statusCode: status } = response;
      const durationMs = performance.now() - startedAt;
      logRequest(logger, { requestId, method, url, status, durationMs });
    });
    withRequestId(logger, requestId, () => void listener(request, response));
  };
}

interface HttpLogLine {
  readonly requestId: string;
  readonly method: string;
  readonly url: string;
  readonly status: number;
  readonly durationMs: number;
}

/** The query is left out: it is where tokens end up that should not be in a URL. */
function logRequest(logger: RootLogger, { url, ...line }: HttpLogLine): void {
  const whole = url.split('?', 1)[0] ?? '';
  const path = whole.length > MAX_PATH ? `${whole.slice(0, MAX_PATH)}…` : whole;
  logger[levelOf(path, line.status)]({ ...line, path }, 'http request');
}

function levelOf(path: string, status: number): 'debug' | 'info' | 'warn' | 'error' {
  if (status >= 500) return status === 503 ? 'warn' : 'error';
  return PROBED.some((probed) => path.startsWith(probed)) ? 'debug' : 'info';
}
