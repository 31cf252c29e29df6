import { randomUUID } from 'node:crypto';
import { ErrorCode, errorReply, ProtocolError, type HttpReply } from '@repo/mcp-core';
import { Injectable, Logger } from '@nestjs/common';
import type { RefusalRecorder } from '@repo/audit/recording';
import type { FunctionExchange } from './function-exchange';

/** Answers requests to the MCP endpoint that never reached the MCP host, or that failed there. */
@Injectable()
export class McpRefusals {
  private readonly logger = new Logger('McpRoutes');
  private recorder?: RefusalRecorder;

  /** @param recorder where calls are recorded */
  recordWith(recorder: RefusalRecorder): void {
    this.recorder = recorder;
  }

  answer(thrown: unknown, { headers }: FunctionExchange): HttpReply {
    const error = thrown instanceof ProtocolError ? thrown : this.fault(thrown);
    this.logger.debug(`${error.status}: ${error.message}`);
    this.recorder?.record(headers, error);
    return errorReply(undefined, error);
  }

  private fault(thrown: unknown): ProtocolError {
    const reference = randomUUID();
    const stack = thrown instanceof Error ? thrown.stack : String(thrown);
    this.logger.error(`An MCP request failed, reference ${reference}`, stack);
    return new ProtocolError(ErrorCode.internalError, `Internal error. Reference: ${reference}`, {
      status: 500,
      data: { reference },
    });
  }
}
