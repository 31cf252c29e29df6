import { quote } from '@repo/foundation';
import type { RequestId } from './request-id';

/** JSON-RPC and MCP error codes that go on the wire (2026-07-28, basic, Error Codes). */
export const ErrorCode = {
  parseError: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internalError: -32603,
  /** 2025-11-25 and older only; the modern era answers `invalidParams`. */
  resourceNotFound: -32002,
  /** 2025-11-25 only: the client must visit a page first. */
  urlElicitationRequired: -32042,
  headerMismatch: -32020,
  missingClientCapability: -32021,
  unsupportedVersion: -32022,
} as const;

/** How a call ended, as metrics and the audit trail record it. */
export type Outcome =
  | 'ok'
  | 'input_required'
  | 'tool_error'
  | 'invalid_input'
  | 'refused'
  | 'rate_limited'
  | 'timeout'
  | 'cancelled'
  | 'failed';

/**
 * Why a call was refused, for the audit trail; never sent. `hidden`: the feature is not visible to the
 * caller. `scopes`: some are missing. `policy`: the feature's `allow` refused it. `overload`: too many
 * calls run and wait.
 */
export type RefusalDetail = 'hidden' | 'scopes' | 'policy' | 'overload';

export interface ProtocolErrorOptions {
  /** Goes to the client as `error.data`: it must hold nothing secret. */
  data?: unknown;
  /** HTTP status where the answer has no event stream yet; 200 means: in the JSON-RPC body only. */
  status?: number;
  /** Further HTTP headers, `WWW-Authenticate` and `Retry-After` for example. */
  headers?: Record<string, string>;
  outcome?: Outcome;
  detail?: RefusalDetail;
  /** Kept for the log, never sent. */
  cause?: unknown;
}

const DEFINED: ReadonlySet<number> = new Set(Object.values(ErrorCode));

/**
 * JSON-RPC 2.0 reserves -32768 to -32000, and clients read what MCP defines there in its sense.
 *
 * @throws {RangeError} the code is reserved, and not defined by the protocol
 */
function checkCode(code: number): void {
  const isReserved = code >= -32_768 && code <= -32_000;
  if (Number.isSafeInteger(code) && (!isReserved || DEFINED.has(code))) return;
  throw new RangeError(
    `Error code ${code}: expected an integer that JSON-RPC does not reserve (-32768 to -32000), or one of ErrorCode.`,
  );
}

/**
 * An error that is sent to the client as a JSON-RPC error. Its message is public.
 *
 * @throws {RangeError} the code is reserved, and not defined by the protocol
 */
export class ProtocolError extends Error {
  readonly data?: unknown;
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly outcome: Outcome;
  readonly detail?: RefusalDetail;

  constructor(
    readonly code: number,
    message: string,
    options: ProtocolErrorOptions = {},
  ) {
    const { status = 200 } = options;
    const { stackTraceLimit } = Error;
    // Nobody reads where a refusal came from, and to find out is most of what it costs.
    if (status >= 400 && status < 500) Error.stackTraceLimit = 0;
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    Error.stackTraceLimit = stackTraceLimit;
    checkCode(code);
    this.name = new.target.name;
    this.data = options.data;
    this.status = status;
    this.headers = options.headers;
    this.outcome = options.outcome ?? 'failed';
    this.detail = options.detail;
  }
}

export class ParseError extends ProtocolError {
  constructor(message: string) {
    super(ErrorCode.parseError, message, { status: 400, outcome: 'invalid_input' });
  }
}

export class InvalidRequestError extends ProtocolError {
  constructor(
    message: string,
    readonly requestId?: RequestId,
  ) {
    super(ErrorCode.invalidRequest, message, { status: 400, outcome: 'invalid_input' });
  }
}

/** An unknown or removed method: 404 in the modern era, in the body only in the legacy one. */
export class MethodNotFoundError extends ProtocolError {
  constructor(method: string) {
    super(ErrorCode.methodNotFound, `Method not found: ${quote(method)}`, {
      status: 404,
      outcome: 'invalid_input',
    });
  }
}

export class InvalidParamsError extends ProtocolError {
  constructor(message: string, options: ProtocolErrorOptions = {}) {
    super(ErrorCode.invalidParams, message, { outcome: 'invalid_input', ...options });
  }
}

export class HeaderMismatchError extends ProtocolError {
  constructor(message: string) {
    super(ErrorCode.headerMismatch, message, { status: 400, outcome: 'invalid_input' });
  }
}

export class UnsupportedVersionError extends ProtocolError {
  constructor(requested: string, supported: readonly string[]) {
    super(ErrorCode.unsupportedVersion, 'Unsupported protocol version', {
      data: { supported, requested },
      status: 400,
      outcome: 'invalid_input',
    });
  }
}

/** The call needs something of the client that it did not declare. */
export class MissingClientCapabilityError extends ProtocolError {
  /** @param required in the shape of `ClientCapabilities`, `{ sampling: {} }` for example. */
  constructor(required: Record<string, object>) {
    const names = Object.keys(required).join(', ');
    super(ErrorCode.missingClientCapability, `The client did not declare: ${names}`, {
      data: { requiredCapabilities: required },
      status: 400,
      outcome: 'invalid_input',
    });
  }
}

/**
 * Throw it from a resource method, or let the engine throw it for a URI that no resource has.
 * The code on the wire depends on the era (-32602, before 2026-07-28 -32002).
 */
export class ResourceNotFoundError extends ProtocolError {
  constructor(uri: string, options: Pick<ProtocolErrorOptions, 'detail' | 'cause'> = {}) {
    super(ErrorCode.invalidParams, `Resource not found: ${quote(uri)}`, {
      data: { uri },
      outcome: 'invalid_input',
      ...options,
    });
  }
}

/** The caller may not do this. Thrown by interceptors that authorize. */
export class RefusedError extends ProtocolError {
  constructor(message: string, options: ProtocolErrorOptions = {}) {
    super(ErrorCode.invalidRequest, message, { status: 403, outcome: 'refused', ...options });
  }
}

/** The result is no longer needed: the client cancelled or disconnected, or the host stops. */
export class CancelledError extends ProtocolError {
  constructor(reason = 'The request was cancelled.') {
    super(ErrorCode.internalError, reason, { outcome: 'cancelled' });
  }
}

export class TimeoutError extends ProtocolError {
  constructor(timeoutMs: number) {
    super(
      ErrorCode.internalError,
      `No result within ${timeoutMs / 1000} s; the call was stopped.`,
      {
        outcome: 'timeout',
      },
    );
  }
}

export class ResultTooLargeError extends ProtocolError {
  constructor(feature: string, bytes: number, limit: number) {
    super(
      ErrorCode.internalError,
      `The result of ${feature} has ${bytes} bytes, more than the ${limit} allowed. Ask for less.`,
      { outcome: 'failed' },
    );
  }
}

/** An internal error: the client gets a reference to the log line. */
export class InternalError extends ProtocolError {
  /** @param shown what the client may know of it, without a full stop; by default nothing */
  constructor(
    readonly reference: string,
    cause: unknown,
    shown = 'Internal error',
  ) {
    super(ErrorCode.internalError, `${shown}. Reference: ${reference}`, {
      data: { reference },
      cause,
    });
  }
}
