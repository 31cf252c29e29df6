/** The modern era's. */
export const REVISION = '2026-07-28';

export const CALL_HEADERS = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
  'mcp-protocol-version': REVISION,
  'mcp-method': 'tools/call',
};

/** A call of a tool in the modern era, as any transport carries it. */
export function callMessage(name: string, input: object = {}) {
  return modernMessage('tools/call', { name, arguments: input });
}

/** A request in the modern era. */
export function modernMessage(
  method: string,
  params: { readonly _meta?: unknown; readonly [name: string]: unknown },
  capabilities: object = {},
) {
  const _meta = {
    ...(params._meta as object | undefined),
    'io.modelcontextprotocol/protocolVersion': REVISION,
    'io.modelcontextprotocol/clientCapabilities': capabilities,
  };
  return { jsonrpc: '2.0', id: 1, method, params: { ...params, _meta } };
}
