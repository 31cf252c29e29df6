import { randomUUID } from 'node:crypto';
import { OAuthError } from '@acme/auth/clients';
import { ProtocolError } from '@acme/mcp-core';
import { Logger } from '@nestjs/common';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

/** No answer of the token endpoint may be kept (RFC 6749, section 5.1). */
export const NO_STORE = { 'cache-control': 'no-store', pragma: 'no-cache' };

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly error: string;
  readonly description: string;
}

const logger = new Logger('OAuth');

/** A Fastify error handler: answers as RFC 6749, section 5.2 says. */
export function answerOAuthError(
  thrown: Error,
  _request: FastifyRequest,
  reply: FastifyReply,
): void {
  const { status, headers, error, description } = answerTo(thrown);
  // At debug: whoever knocks at a closed door must not be able to fill the log.
  logger.debug(`${status} ${error}: ${description}`);
  reply
    .code(status)
    .headers({ ...NO_STORE, ...headers })
    .send({ error, error_description: description });
}

function answerTo(thrown: Error): Answer {
  if (thrown instanceof OAuthError) {
    const { code, status, headers, message } = thrown;
    return { status, headers, error: code, description: message };
  }
  if (thrown instanceof ProtocolError) {
    const { status, headers = {}, message } = thrown;
    const error = status === 429 ? 'temporarily_unavailable' : 'invalid_request';
    return { status, headers, error, description: message };
  }
  return ofFastify(thrown);
}

/** Fastify's own refusals of bodies have a status; anything else is a fault of ours. */
function ofFastify({ statusCode = 500, stack }: Partial<FastifyError> & Error): Answer {
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
