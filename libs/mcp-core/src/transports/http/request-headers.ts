import type { IncomingHttpHeaders } from 'node:http';
import type { Engine } from '../../engine/engine';
import type { ParameterHeader } from '../../features/feature';
import { META } from '../../protocol/client';
import { isObject, quote } from '@repo/foundation';
import { type JsonRpcRequest } from '../../protocol/json-rpc';
import { HeaderMismatchError } from '../../protocol/protocol.error';
import { header } from './http-message';

/** Which parameter of a method the header `Mcp-Name` repeats. */
const NAMED_BY: ReadonlyMap<string, string> = new Map([
  ['tools/call', 'name'],
  ['prompts/get', 'name'],
  ['resources/read', 'uri'],
]);

const ENCODED = /^=\?base64\?(.*)\?=$/;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
/** What else JavaScript takes for a number, `0x2a` for one, a proxy may read as something else. */
const DECIMAL = /^-?\d+(?:\.\d+)?$/;
const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Checks that the headers of a modern request match its body (2026-07-28, Streamable HTTP, Server
 * Validation): proxies route by the headers, and the engine acts on the body.
 *
 * @param extensions tell which param `Mcp-Name` repeats for a method of theirs
 * @throws {HeaderMismatchError}
 */
export function checkRequestHeaders(
  headers: IncomingHttpHeaders,
  { method, params }: JsonRpcRequest,
  extensions: Pick<Engine, 'namedBy'>,
): void {
  const meta = params['_meta'];
  const version = isObject(meta) ? meta[META.protocolVersion] : undefined;
  if (typeof version === 'string') expectHeader(headers, 'MCP-Protocol-Version', version);
  expectHeader(headers, 'Mcp-Method', method);

  const name = params[NAMED_BY.get(method) ?? extensions.namedBy(method) ?? ''];
  if (typeof name !== 'string') return; // the engine refuses a missing one
  const sent = header(headers, 'mcp-name');
  if (sent === undefined) throw new HeaderMismatchError('Header Mcp-Name is missing.');
  if (decode('Mcp-Name', sent) !== name) throw mismatch('Mcp-Name', sent, name);
}

/**
 * Checks the headers that repeat parameters of a tool (`Mcp-Param-…`).
 *
 * @throws {HeaderMismatchError}
 */
export function checkParameterHeaders(
  headers: IncomingHttpHeaders,
  declared: readonly ParameterHeader[],
  input: unknown,
): void {
  for (const parameter of declared) checkParameter(headers, parameter, input);
}

function expectHeader(headers: IncomingHttpHeaders, name: string, expected: string): void {
  const sent = header(headers, name.toLowerCase());
  if (sent === undefined) throw new HeaderMismatchError(`Header ${name} is missing.`);
  if (sent !== expected) throw mismatch(name, sent, expected);
}

function checkParameter(
  headers: IncomingHttpHeaders,
  { header: name, path, type }: ParameterHeader,
  input: unknown,
): void {
  const value = path.reduce<unknown>(
    (part, key) => (isObject(part) && Object.hasOwn(part, key) ? part[key] : undefined),
    input,
  );
  const sent = header(headers, name);
  if (value === undefined || value === null) {
    if (sent === undefined) return;
    throw new HeaderMismatchError(
      `Header ${name} repeats a parameter that the body does not have.`,
    );
  }
  if (sent === undefined) throw new HeaderMismatchError(`Header ${name} is missing.`);
  const decoded = decode(name, sent);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const equal =
    type === 'integer'
      ? DECIMAL.test(decoded) && Number(decoded) === Number(value)
      : decoded === text;
  if (!equal) throw mismatch(name, sent, text);
}

/** Undoes the sentinel encoding of values that a header cannot hold as they are. */
function decode(name: string, sent: string): string {
  const inner = ENCODED.exec(sent)?.[1];
  if (inner === undefined) {
    // RFC 9110, section 5.5: what a value may hold.
    if (/[^\t\x20-\x7e]/.test(sent)) {
      throw new HeaderMismatchError(`Header ${name} holds characters that need base64 encoding.`);
    }
    return sent;
  }
  if (!BASE64.test(inner)) throw new HeaderMismatchError(`Header ${name} is no valid base64.`);
  try {
    return UTF_8.decode(Buffer.from(inner, 'base64'));
  } catch {
    throw new HeaderMismatchError(`Header ${name} encodes bytes that are no UTF-8.`);
  }
}

function mismatch(name: string, sent: string, expected: string): HeaderMismatchError {
  return new HeaderMismatchError(
    `Header ${name} is ${quote(sent)}, but the body says ${quote(expected)}.`,
  );
}
