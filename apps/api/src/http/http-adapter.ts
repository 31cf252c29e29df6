import type { Server } from 'node:http';
import type { HttpConfig } from '@acme/config';
import { requestIdOf } from '@acme/telemetry';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyHttpOptions, FastifyReply } from 'fastify';
import { answerClientError } from '../problem/client-error';
import { problem, PROBLEM_JSON } from '../problem/problem';

/** Milliseconds. How long a client may take for its headers, and for the whole request. */
const HEADERS_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 60_000;

/**
 * Milliseconds that an idle connection is kept: longer than load balancers keep theirs (AWS: 60 s),
 * or they would send a request just when we close.
 */
const KEEP_ALIVE_TIMEOUT_MS = 72_000;

/** The HTTP server. No time limit for answers: event streams last, and calls have their own. */
export function createHttpAdapter({ maxRequestBytes }: HttpConfig): FastifyAdapter {
  const options: FastifyHttpOptions<Server> = {
    // Nothing is logged per request of /mcp; `HttpLog` looks after the other routes.
    logger: false,
    genReqId: ({ headers }) => requestIdOf(headers),
    bodyLimit: maxRequestBytes,
    http: { headersTimeout: HEADERS_TIMEOUT_MS },
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, _request, reply) => answerUnroutable(error, reply),
  };
  return new FastifyAdapter(options);
}

/** A URL that the router cannot read. */
function answerUnroutable({ statusCode = 400 }: FastifyError, reply: FastifyReply): void {
  reply
    .code(statusCode)
    .type(PROBLEM_JSON)
    .send(JSON.stringify(problem(statusCode)));
}
