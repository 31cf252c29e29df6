import type { TestApi } from './api.fixture';

const REVISION = '2026-07-28';

/** Opens a stream that lasts: a subscription of the modern era. */
export async function listen(api: TestApi, credential: string): Promise<Response> {
  const body = {
    jsonrpc: '2.0',
    id: 1,
    method: 'subscriptions/listen',
    params: {
      notifications: { toolsListChanged: true },
      _meta: {
        'io.modelcontextprotocol/protocolVersion': REVISION,
        'io.modelcontextprotocol/clientCapabilities': {},
      },
    },
  };
  return api.fetch('/mcp', {
    method: 'POST',
    headers: {
      authorization: `Bearer ${credential}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': REVISION,
      'mcp-method': 'subscriptions/listen',
    },
    body: JSON.stringify(body),
  });
}

/** Opens the stream of a session of the legacy era. */
export async function openSession(api: TestApi, credential: string): Promise<Response> {
  const authorization = `Bearer ${credential}`;
  const session = await api.initialize({ authorization });
  const headers = { authorization, 'mcp-session-id': session, accept: 'text/event-stream' };
  return api.fetch('/mcp', { headers });
}
