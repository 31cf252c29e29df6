import { type TestApi, textOf } from '../testing/api.fixture';
import { Gate } from '../testing/features.fixture';
import { onApi, onRedis, redis, status, type Effects } from './effect.fixture';

export const mcpEffects = {
  TOOL_TIMEOUT: {
    before: 'done',
    set: '20ms',
    after: 'No result within 0.02 s; the call was stopped.',
    see: onApi(async (api) => textOf(await api.call('slow'))),
  },
  MAX_RESULT_BYTES: {
    before: 2_000,
    set: '1KiB',
    after: 78,
    see: onApi(async (api) => (await textOf(await api.call('repeat', { times: 2_000 })))?.length),
  },
  MAX_CONCURRENT_CALLS: {
    before: 200,
    set: '1',
    after: 503,
    with: () => ({ MAX_QUEUED_CALLS: '0' }),
    see: onApi((api) => besideOneThatWaits(api, async (answer) => answer.status)),
  },
  MAX_QUEUED_CALLS: {
    before: false,
    set: '0',
    after: true,
    with: () => ({ MAX_CONCURRENT_CALLS: '1' }),
    see: onApi((api) =>
      besideOneThatWaits(api, async (answer) => (await answer.text()).includes('none may wait')),
    ),
  },
  MCP_SESSIONS: {
    before: true,
    set: 'off',
    after: false,
    see: onApi(async (api) => (await api.initialize()) !== ''),
  },
  MAX_SESSIONS: {
    before: 200,
    set: '1',
    after: 404,
    see: onApi(async (api) => {
      const first = await api.initialize();
      await api.initialize();
      const headers = { 'mcp-session-id': first, 'mcp-protocol-version': '2025-11-25' };
      return status(api.fetch('/mcp', { method: 'DELETE', headers }));
    }),
  },
  SESSION_IDLE_TIMEOUT: {
    before: false,
    set: '10s',
    after: true,
    with: () => ({ REDIS_URL: redis.url }),
    see: async (environment) => {
      await onRedis((connection) => connection.flushall());
      const lives = onApi(async (api) => {
        await api.initialize();
        return onRedis(async (connection) => {
          const [key = ''] = await connection.keys('*:session:*');
          return connection.pttl(key);
        });
      });
      return ((await lives(environment)) as number) < 60_000;
    },
  },
  LIST_PAGE_SIZE: {
    before: false,
    set: '1',
    after: true,
    see: onApi(async (api) => {
      const headers = {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/list',
      };
      const _meta = {
        'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientCapabilities': {},
      };
      const body = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: { _meta } };
      const request = { method: 'POST', headers, body: JSON.stringify(body) };
      const answer = await (await api.fetch('/mcp', request)).json();
      return (answer as { result: { nextCursor?: string } }).result.nextCursor !== undefined;
    }),
  },
  CONTEXT_HEADERS: {
    before: 'unseen',
    set: 'X-Tenant',
    after: 'north',
    see: onApi(async (api) =>
      textOf(await api.call('tenant', {}, { headers: { 'x-tenant': 'north' } })),
    ),
  },
} satisfies Effects;

/** How a call is answered while another runs. */
async function besideOneThatWaits<T>(
  api: TestApi,
  look: (answer: Response) => Promise<T>,
): Promise<T> {
  const visitor = Gate.visitor();
  const running = api.call('wait');
  const letIn = await visitor;
  try {
    return await look(await api.call('whoami'));
  } finally {
    letIn();
    await (await running).text();
  }
}
