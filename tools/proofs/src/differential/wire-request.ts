import { META } from '@repo/mcp-core/testing';

/** A request as bytes, with `{{names}}` where each side has its own value. */
export interface WireRequest {
  readonly httpMethod?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One entry of the corpus. */
export interface Case extends WireRequest {
  readonly name: string;
  /** The client's answer to what it is asked on the way; without one it cancels. */
  readonly reply?: object;
  /** How many messages of a stream that has no end are read. */
  readonly take?: number;
}

type Params = Record<string, unknown>;

interface Parts {
  readonly id?: unknown;
  readonly meta?: Params;
  readonly headers?: Record<string, string | undefined>;
}

const JSON_OR_STREAM = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
};

const NAMED_BY: Readonly<Record<string, string>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
};

const MODERN = '2026-07-28';

/** A well-formed request of 2026-07-28; parts that are `undefined` are left out. */
export function modern(method: string, params: Params = {}, parts: Parts = {}): WireRequest {
  const name = params[NAMED_BY[method] ?? ''];
  const _meta = {
    [META.protocolVersion]: MODERN,
    [META.clientCapabilities]: { elicitation: {} },
    ...parts.meta,
  };
  return raw(message(method, { ...params, _meta }, parts), {
    'mcp-protocol-version': MODERN,
    'mcp-method': method,
    'mcp-name': typeof name === 'string' ? encoded(name) : undefined,
    ...parts.headers,
  });
}

/** As clients encode what a header cannot hold. */
function encoded(name: string): string {
  const isSafe = /^[\x21-\x7e ]*$/.test(name);
  return isSafe ? name : `=?base64?${Buffer.from(name).toString('base64')}?=`;
}

/** A request of 2025-11-25, in the session that is open on each side. */
export function inSession(method: string, params?: unknown, parts: Parts = {}): WireRequest {
  return raw(message(method, params, parts), {
    'mcp-protocol-version': '2025-11-25',
    'mcp-session-id': '{{session}}',
    ...parts.headers,
  });
}

/** A request of 2025-11-25 without a session. */
export function alone(method: string, params?: unknown, parts: Parts = {}): WireRequest {
  return inSession(method, params, {
    ...parts,
    headers: { 'mcp-session-id': undefined, ...parts.headers },
  });
}

/** Any body under the usual headers. */
export function raw(body: unknown, headers: Record<string, string | undefined> = {}): WireRequest {
  const all = Object.entries({ ...JSON_OR_STREAM, ...headers });
  return {
    headers: Object.fromEntries(all.filter((entry): entry is [string, string] => !!entry[1])),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

export const initializeParams = {
  protocolVersion: '2025-11-25',
  capabilities: { elicitation: {} },
  clientInfo: { name: 'differential', version: '1.0.0' },
};

function message(method: string, params: unknown, { id = 1 }: Parts): Params {
  return { jsonrpc: '2.0', id: id === NO_ID ? undefined : id, method, params };
}

/** Makes a notification of it. */
export const NO_ID = Symbol('no id');
