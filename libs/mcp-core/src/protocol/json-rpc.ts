import { isObject } from '@repo/foundation';
import { PreEncodedFrame, type PreEncodedJson } from './pre-encoded-json';
import { InvalidRequestError, ParseError, type ProtocolError } from './protocol.error';
import { isRequestId, MAX_ID_CHARACTERS, type RequestId } from './request-id';

export type Params = Record<string, unknown>;

export interface JsonRpcRequest {
  readonly kind: 'request';
  readonly id: RequestId;
  readonly method: string;
  readonly params: Params;
}

export interface JsonRpcNotification {
  readonly kind: 'notification';
  readonly method: string;
  readonly params: Params;
}

export interface JsonRpcResponse {
  readonly kind: 'response';
  readonly id: RequestId;
  readonly result?: Params;
  readonly error?: { code: number; message: string; data?: unknown };
}

export type JsonRpcMessage = JsonRpcRequest | JsonRpcNotification | JsonRpcResponse;

const NO_ID = `Field "id" must be an integer or a string of at most ${MAX_ID_CHARACTERS} characters.`;
const NO_PARAMS: Params = Object.freeze({});

/** @throws {ParseError} when the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The engine's own message quotes the input, which may hold a secret.
    throw new ParseError('The body is not valid JSON.');
  }
}

/**
 * Reads a parsed value as a message.
 *
 * @throws {InvalidRequestError} when it is none of the three message kinds; the error carries the
 *   id where one could be read, so that the client knows which of its requests failed.
 */
export function readMessage(value: unknown): JsonRpcMessage {
  if (!isObject(value)) {
    throw new InvalidRequestError(`Found ${describe(value)}, expected a JSON-RPC message object.`);
  }
  const { id, method, params } = value;
  if (value['jsonrpc'] !== '2.0') throw invalid('Field "jsonrpc" must be "2.0".', id);
  if (method === undefined) return readResponse(value);
  if (typeof method !== 'string') throw invalid('Field "method" must be a string.', id);
  if (params !== undefined && !isObject(params)) {
    throw invalid('Field "params" must be an object.', id);
  }
  if (!('id' in value)) return { kind: 'notification', method, params: params ?? NO_PARAMS };
  if (!isRequestId(id)) throw invalid(NO_ID, id);
  return { kind: 'request', id, method, params: params ?? NO_PARAMS };
}

/** The id is this host's: an error with it would look like a response to the client's request. */
function readResponse({ id, result, error }: Record<string, unknown>): JsonRpcResponse {
  if (!isRequestId(id)) throw invalid('A message needs a "method", or an "id" with its response.');
  if (isObject(result)) return { kind: 'response', id, result };
  if (isObject(error) && typeof error['code'] === 'number') {
    const message = typeof error['message'] === 'string' ? error['message'] : '';
    return { kind: 'response', id, error: { code: error['code'], message, data: error['data'] } };
  }
  throw invalid('A response needs a "result" object or an "error" with a code.');
}

function invalid(message: string, id?: unknown): InvalidRequestError {
  return new InvalidRequestError(message, isRequestId(id) ? id : undefined);
}

/** A result as JSON: text, or the pre-encoded page of a list. */
export type EncodedResult = string | PreEncodedJson;

/** Frames a result that is already JSON. */
export function resultFrame(id: RequestId, result: EncodedResult): string | PreEncodedFrame {
  const head = `{"jsonrpc":"2.0","id":${encodeId(id)},"result":`;
  return typeof result === 'string' ? `${head}${result}}` : new PreEncodedFrame(head, result, '}');
}

/**
 * An error without an id belongs to no request, or to one whose id could not be read. Its id is left
 * out: the protocol allows no null there (2026-07-28, schema, `JSONRPCErrorResponse`).
 */
export function errorFrame(id: RequestId | undefined, error: ProtocolError): string {
  const body = JSON.stringify({ code: error.code, message: error.message, data: error.data });
  return `{"jsonrpc":"2.0",${id === undefined ? '' : `"id":${encodeId(id)},`}"error":${body}}`;
}

export function notificationFrame(method: string, params: Params): string {
  return JSON.stringify({ jsonrpc: '2.0', method, params });
}

export function requestFrame(id: RequestId, method: string, params: Params): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method, params });
}

function encodeId(id: RequestId): string {
  return typeof id === 'number' ? String(id) : JSON.stringify(id);
}

/** Names the JSON type of a value for an error message, never its content. */
export function describe(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  return Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`;
}
