import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { AuthInfo } from '@modelcontextprotocol/server';
import { errorFrame } from '../../protocol/json-rpc';
import type { RequestId } from '../../protocol/request-id';
import type { PreEncodedFrame } from '../../protocol/pre-encoded-json';
import { ErrorCode, ProtocolError } from '../../protocol/protocol.error';

/** An HTTP request of any platform, after its host, origin and caller were checked. */
export interface HttpRequest {
  readonly method: string;
  /** Names in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** Whoever has read it sets it to `undefined`: a request lasts as long as its answer, a stream for days. */
  body: string | undefined;
  readonly auth?: AuthInfo;
  /** Where it came from, as limits count it. */
  readonly address?: string;
  /** Calls back once when the connection has closed, be it before or after the reply. */
  onDisconnect(listener: () => void): void;
}

export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /**
   * A whole message: text, or what `toString` makes text of. Or an event stream that ends by itself
   * or when it is destroyed.
   */
  readonly body?: string | PreEncodedFrame | Readable;
}

/** A reply whose body is short text, as that of every refusal. */
export interface TextReply extends HttpReply {
  readonly body: string;
}

/** Something that can be mounted at a path. */
export interface HttpHandler {
  handle(request: HttpRequest): Promise<HttpReply>;
}

const JSON_HEADERS = Object.freeze({ 'content-type': 'application/json' });
const NO_HEADERS = Object.freeze({});

export function jsonReply(body: string | PreEncodedFrame, status = 200): HttpReply {
  return { status, headers: JSON_HEADERS, body };
}

/** The answer to a notification or a response that was taken. */
export const ACCEPTED: HttpReply = Object.freeze({ status: 202, headers: NO_HEADERS });

/**
 * @param status where it differs from the error's own: before 2026-07-28 most errors are sent in the
 *   body of a 200
 */
export function errorReply(
  id: RequestId | undefined,
  error: ProtocolError,
  status = error.status,
): TextReply {
  const headers =
    error.headers === undefined ? JSON_HEADERS : { ...JSON_HEADERS, ...error.headers };
  return { status, headers, body: errorFrame(id, error) };
}

/** @param maxBytes what is allowed */
export function bodyTooLarge(maxBytes: number): ProtocolError {
  return new ProtocolError(
    ErrorCode.invalidRequest,
    `A request body has at most ${maxBytes} bytes.`,
    { status: 413 },
  );
}

/** The one value of a header that must not be repeated. */
export function header(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** The answer would be an event stream, which the client does not accept. */
export class NotAcceptableError extends ProtocolError {
  constructor() {
    super(ErrorCode.invalidRequest, 'The answer is text/event-stream only: accept it.', {
      status: 406,
      outcome: 'invalid_input',
    });
  }
}

/** Whether the response may be an event stream. Without the header anything is acceptable. */
export function acceptsStream({ headers }: HttpRequest): boolean {
  const { accept } = headers;
  return accept === undefined || accept.includes('text/event-stream') || accept.includes('*/*');
}
