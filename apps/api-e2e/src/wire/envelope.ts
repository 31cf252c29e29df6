import type { Era } from '../clients/client.interface';

/** What a test sends by hand: a JSON-RPC message and the headers that belong to it. */
export interface Envelope {
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

const REVISION = { legacy: '2025-11-25', modern: '2026-07-28' } satisfies Record<Era, string>;

export const JSON_OR_STREAM = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
};

/** The parameter that the header `Mcp-Name` repeats. */
const NAMED_BY: Record<string, string> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
};

export type RequestId = string | number;
export type Params = Record<string, unknown>;

/** A request of 2026-07-28, complete with metadata and headers. */
export function modernRequest(id: RequestId, method: string, params: Params = {}): Envelope {
  const { _meta, ...rest } = params;
  const name = params[NAMED_BY[method] ?? ''];
  return {
    headers: {
      ...JSON_OR_STREAM,
      'mcp-protocol-version': REVISION.modern,
      'mcp-method': method,
      ...(typeof name === 'string' && { 'mcp-name': name }),
    },
    body: {
      jsonrpc: '2.0',
      id,
      method,
      params: {
        ...rest,
        _meta: {
          'io.modelcontextprotocol/protocolVersion': REVISION.modern,
          'io.modelcontextprotocol/clientCapabilities': {},
          'io.modelcontextprotocol/clientInfo': { name: 'e2e-wire', version: '1.0.0' },
          ...(_meta as Params | undefined),
        },
      },
    },
  };
}

/** A request of 2025-11-25 in a session. */
export function legacyRequest(
  session: string,
  id: RequestId,
  method: string,
  params: Params = {},
): Envelope {
  return {
    headers: {
      ...JSON_OR_STREAM,
      'mcp-protocol-version': REVISION.legacy,
      'mcp-session-id': session,
    },
    body: { jsonrpc: '2.0', id, method, params },
  };
}

export function initializeRequest(capabilities: Params = {}): Envelope {
  return {
    headers: JSON_OR_STREAM,
    body: {
      jsonrpc: '2.0',
      id: 0,
      method: 'initialize',
      params: {
        protocolVersion: REVISION.legacy,
        capabilities,
        clientInfo: { name: 'e2e-wire', version: '1.0.0' },
      },
    },
  };
}
