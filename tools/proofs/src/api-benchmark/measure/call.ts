export type Era = 'modern' | 'legacy';

/** An HTTP request to an MCP endpoint, the same each time that it is sent. */
export interface Call {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Params = Readonly<Record<string, unknown>>;

const REVISION: Record<Era, string> = { modern: '2026-07-28', legacy: '2025-11-25' };

const META = {
  'io.modelcontextprotocol/protocolVersion': REVISION.modern,
  'io.modelcontextprotocol/clientCapabilities': {},
  'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1.0.0' },
};

/** @param headers beside those that the era demands: a token, a session, `accept-encoding` */
export function createCall(
  era: Era,
  method: string,
  params: Params,
  headers: Readonly<Record<string, string>> = {},
): Call {
  return era === 'modern'
    ? modernCall(method, params, headers)
    : { headers: { ...commonHeaders('legacy'), ...headers }, body: frame(method, params) };
}

function modernCall(method: string, params: Params, headers: Call['headers']): Call {
  const { name, _meta } = params;
  return {
    headers: {
      ...commonHeaders('modern'),
      'mcp-method': method,
      ...(typeof name === 'string' && { 'mcp-name': name }),
      ...headers,
    },
    body: frame(method, { ...params, _meta: { ...META, ...(_meta as Params | undefined) } }),
  };
}

function commonHeaders(era: Era): Record<string, string> {
  return {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': REVISION[era],
  };
}

function frame(method: string, params: Params): string {
  return JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
}
