import { randomUUID } from 'node:crypto';
import { oauthAnswer, TOKEN_HEADERS, type OAuthAnswer } from '@repo/auth/clients';
import { Logger } from '@nestjs/common';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

const logger = new Logger('OAuth');

/** A Fastify error handler: answers as RFC 6749, section 5.2 says. */
export function answerOAuthError(
  thrown: Error,
  _request: FastifyRequest,
  reply: FastifyReply,
): void {
  const { status, headers, error, description } = oauthAnswer(thrown) ?? ofFastify(thrown);
  // At debug: whoever knocks at a closed door must not be able to fill the log.
  logger.debug(`${status} ${error}: ${description}`);
  reply
    .code(status)
    .headers({ ...TOKEN_HEADERS, ...headers })
    .send({ error, error_description: description });
}

/** Fastify's own refusals of bodies have a status; anything else is a fault of ours. */
function ofFastify({ statusCode = 500, stack }: Partial<FastifyError> & Error): OAuthAnswer {
  const error = statusCode < 500 ? 'invalid_request' : 'server_error';
  if (statusCode === 413) {
    const headers = { connection: 'close' };
    return { status: 413, headers, error, description: 'The body is too large.' };
  }
  if (statusCode < 500) {
    const description = 'The body must be application/x-www-form-urlencoded.';
    return { status: 400, headers: {}, error, description };
  }
  const reference = randomUUID();
  logger.error(`A token request failed, reference ${reference}`, stack);
  return {
    status: 500,
    headers: {},
    error,
    description: `Internal error. Reference: ${reference}`,
  };
}
