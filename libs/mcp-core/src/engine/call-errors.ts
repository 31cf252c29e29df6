import { randomUUID } from 'node:crypto';
import { HttpException, Logger } from '@nestjs/common';
import { stackOf } from '@repo/foundation';
import type { Call } from '../features/feature';
import { ToolError } from '../features/tool.error';
import { UnsendableError } from '../features/unsendable.error';
import {
  ErrorCode,
  InternalError,
  InvalidParamsError,
  MissingClientCapabilityError,
  ProtocolError,
  RefusedError,
  ResourceNotFoundError,
  ResultTooLargeError,
  TimeoutError,
} from '../protocol/protocol.error';
import { exceptionMessage } from './exception-message';

/** Arguments that do not fit the schema. */
export class InvalidArgumentsError extends InvalidParamsError {}

/** What clients get for the errors of calls. */
export class CallErrors {
  private readonly logger = new Logger('McpCall');

  /** Any unknown error is an internal one, and is logged. */
  known(error: unknown, call: Call): ProtocolError | ToolError {
    if (error instanceof ProtocolError || error instanceof ToolError) return error;
    if (error instanceof HttpException && error.getStatus() < 500) return ofStatus(error, call);
    const { reason } = call.request.channel.cancellation;
    // A method that stops at the signal often throws an error of its own.
    if (reason instanceof ProtocolError) return reason;

    const { name } = call.feature;
    const reference = randomUUID();
    this.logger.error(`${call.method} ${name} failed, reference ${reference}`, stackOf(error));
    const shown =
      error instanceof UnsendableError ? `${name} returned ${error.message}` : undefined;
    return new InternalError(reference, error, shown);
  }
}

function ofStatus(error: HttpException, { feature, params }: Call): ProtocolError | ToolError {
  const status = error.getStatus();
  if (status === 404 && feature.kind === 'resource') {
    return new ResourceNotFoundError(String(params['uri']), { cause: error });
  }
  const message = exceptionMessage(error);
  if (status === 401 || status === 403) return new RefusedError(message, { status });
  return new ToolError(message);
}

/** Errors that a tool reports in its result, where the model reads them (tools, Error Handling). */
export function isForTheModel(error: Error, call: Call): boolean {
  if (call.feature.kind !== 'tool') return false;
  return (
    error instanceof ToolError ||
    error instanceof InternalError ||
    error instanceof TimeoutError ||
    error instanceof ResultTooLargeError ||
    error instanceof InvalidArgumentsError ||
    (call.client.era === 'legacy' && isAboutInput(error))
  );
}

/** A legacy client was asked in the middle of the call, and did not answer as it should. */
function isAboutInput(error: Error): boolean {
  return error instanceof InvalidParamsError || error instanceof MissingClientCapabilityError;
}

/** The results of resources and prompts have no field for a failure. */
export function asProtocolError({ message }: ToolError): ProtocolError {
  return new ProtocolError(ErrorCode.internalError, message, { outcome: 'tool_error' });
}
