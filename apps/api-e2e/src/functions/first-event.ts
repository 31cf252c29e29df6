/** Calls a tool with progress, and reads what comes first of the response. */
export async function firstEvent(url: URL, tool: string): Promise<string> {
  const abort = new AbortController();
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
    progressToken: 1,
  };
  const response = await fetch(url, {
    method: 'POST',
    signal: abort.signal,
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': tool,
    },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: tool, arguments: {}, _meta },
    }),
  });
  const { value } = await (response.body as ReadableStream<Uint8Array>).getReader().read();
  abort.abort();
  return new TextDecoder().decode(value);
}
