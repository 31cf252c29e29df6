import { randomUUID } from 'node:crypto';
import { RefusalRecorder } from '@repo/audit';
import { ErrorCode, ProtocolError, type HttpReply } from '@repo/mcp-core';
import { Injectable, Logger, Optional } from '@nestjs/common';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { sendReply } from './mcp-reply';

export const SERVED_METHODS: readonly string[] = ['GET', 'POST', 'DELETE'];

/**
 * Answers requests to the MCP endpoint that never reached the MCP host, or that failed there: with
 * JSON-RPC as well, without the id that nobody has read.
 */
@Injectable()
export class McpErrors {
  private readonly logger = new Logger('McpRoutes');

  /** @param refusals absent with `AUDIT=off` */
  constructor(@Optional() private readonly refusals?: RefusalRecorder) {}

  /** A Fastify error handler. */
  readonly answer = (thrown: Error, request: FastifyRequest, reply: FastifyReply): void => {
    const error = thrown instanceof ProtocolError ? thrown : this.asProtocolError(thrown);
    // At debug: whoever knocks at a closed door must not be able to fill the log.
    this.logger.debug(`${error.status}: ${error.message}`);
    this.refusals?.record(request.headers, error);
    sendReply(reply, refusal(error));
  };

  /** Fastify's own refusals have a public message. */
  private asProtocolError(error: Partial<FastifyError> & Error): ProtocolError {
    const { statusCode: status = 500, message, stack } = error;
    if (status < 500) return new ProtocolError(ErrorCode.invalidRequest, message, { status });

    const reference = randomUUID();
    this.logger.error(`An MCP request failed, reference ${reference}`, stack);
    return new ProtocolError(ErrorCode.internalError, `Internal error. Reference: ${reference}`, {
      status: 500,
      data: { reference },
    });
  }
}

/** @throws {ProtocolError} 405 */
export function refuseMethod({ method }: FastifyRequest): never {
  const allow = [...SERVED_METHODS, 'OPTIONS'].join(', ');
  throw new ProtocolError(
    ErrorCode.invalidRequest,
    `${method} is not served; these are: ${allow}.`,
    {
      status: 405,
      headers: { allow },
    },
  );
}

function refusal({ code, message, data, status, headers }: ProtocolError): HttpReply {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ jsonrpc: '2.0', id: null, error: { code, message, data } }),
  };
}
