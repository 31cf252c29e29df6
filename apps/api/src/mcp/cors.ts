import { originHeaders, preflightHeaders } from '@repo/auth';
import type { FastifyReply } from 'fastify';

/** Lets the page of an allowed origin read the answer. */
export function allowOrigin(reply: FastifyReply, origin: string): void {
  reply.headers(originHeaders(origin));
}

/** Answers a preflight (Fetch, CORS protocol) of an allowed origin. */
export function answerPreflight(reply: FastifyReply, requestedHeaders: string | undefined): void {
  reply.code(204).headers(preflightHeaders(requestedHeaders)).send();
}
