import type { IncomingHttpHeaders } from 'node:http';
import { UnauthenticatedError } from '@repo/auth';
import { ErrorCode, errorReply, McpHost, ProtocolError, type TextReply } from '@repo/mcp-core';
import { Injectable, Logger } from '@nestjs/common';
import { logFault } from './log-fault';

/** The part of a request that its refusal tells of. */
interface Refused {
  readonly headers: IncomingHttpHeaders;
  readonly address?: string;
}

/**
 * Answers requests to the MCP endpoint that never reached the MCP host, or that failed there: with
 * JSON-RPC as well, without the id that nobody has read.
 */
@Injectable()
export class McpRefusals {
  private readonly logger = new Logger('McpEndpoint');

  constructor(private readonly host: McpHost) {}

  answer(thrown: unknown, { headers, address }: Refused): TextReply {
    const error = thrown instanceof ProtocolError ? thrown : this.fault(thrown);
    // At debug: whoever is turned away must not be able to fill the log.
    this.logger.debug(`${error.status}: ${error.message}`);
    const auth = error instanceof UnauthenticatedError ? error.caller : undefined;
    this.host.refused({ error, headers, address, auth });
    return errorReply(undefined, error);
  }

  private fault(thrown: unknown): ProtocolError {
    const reference = logFault(this.logger, 'An MCP request', thrown);
    return new ProtocolError(ErrorCode.internalError, `Internal error. Reference: ${reference}`, {
      status: 500,
      data: { reference },
    });
  }
}
