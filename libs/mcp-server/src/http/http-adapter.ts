import type { Server } from 'node:http';
import type { HttpConfig } from '@repo/config';
import { requestIdOf } from '@repo/telemetry';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyHttpOptions, FastifyReply } from 'fastify';
import { answerClientError } from '../problem/client-error';
import { problem, PROBLEM_JSON } from '@repo/mcp-edge';
import type { HttpFrontend } from './http-frontend';

/** What serves the routes of Nest, behind `HttpFrontend`. */
export function createHttpAdapter(frontend: HttpFrontend, { maxRequestBytes }: HttpConfig) {
  const options: FastifyHttpOptions<Server> = {
    // `HttpLog` writes the lines, without a logger per request.
    logger: false,
    serverFactory: (listener) => frontend.create(listener),
    genReqId: ({ headers }) => requestIdOf(headers),
    bodyLimit: maxRequestBytes,
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
