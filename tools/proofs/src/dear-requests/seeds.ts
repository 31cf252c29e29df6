import { createCall, type Params } from '../api-benchmark/measure/call';
import type { WireRequest } from './wire-request';

export const KEY = 'a-static-key-of-the-search-for-dear-requests';

type Headers = Readonly<Record<string, string>>;

/** Sound requests to every endpoint, which the search begins with. */
export function seeds(session: string): WireRequest[] {
  return [...mcpSeeds(session), ...adminSeeds(), ...otherSeeds()];
}

const METHODS: readonly (readonly [string, Params])[] = [
  ['tools/call', { name: 'process_data', arguments: { data: 'hello' } }],
  ['tools/list', {}],
  ['resources/read', { uri: 'platform://revisions/2025-11-25' }],
  ['resources/list', { cursor: 'a' }],
  ['resources/templates/list', {}],
  ['prompts/get', { name: 'summarize', arguments: { text: 'a', audience: 'b' } }],
  [
    'completion/complete',
    {
      ref: { type: 'ref/prompt', name: 'summarize' },
      argument: { name: 'audience', value: 'a' },
      context: { arguments: { text: 'a' } },
    },
  ],
];

const MODERN: typeof METHODS = [
  ['server/discover', {}],
  [
    'subscriptions/listen',
    { notifications: { toolsListChanged: true, resourceSubscriptions: ['platform://info'] } },
  ],
];

const CLIENT = { capabilities: {}, clientInfo: { name: 'a', version: '1' } };

const LEGACY: typeof METHODS = [
  ['ping', {}],
  ['logging/setLevel', { level: 'info' }],
  ['resources/subscribe', { uri: 'platform://info' }],
  ['initialize', { protocolVersion: '2025-11-25', ...CLIENT }],
];

function mcpSeeds(session: string): WireRequest[] {
  const found: WireRequest[] = [];
  for (const path of ['/mcp', '/mcp/protected']) {
    const auth: Headers = path === '/mcp' ? {} : { authorization: `Bearer ${KEY}` };
    for (const [method, params] of [...METHODS, ...MODERN]) {
      const { headers, body } = createCall('modern', method, params, auth);
      found.push(post(`modern ${method}`, path, headers, body));
    }
    const inSession: Headers = path === '/mcp' ? { 'mcp-session-id': session } : auth;
    for (const [method, params] of [...METHODS, ...LEGACY]) {
      const more = method === 'initialize' ? auth : inSession;
      const { headers, body } = createCall('legacy', method, params, more);
      found.push(post(`legacy ${method}`, path, headers, body));
    }
  }
  const { headers } = createCall('legacy', 'ping', {}, { 'mcp-session-id': session });
  const ping = '{"jsonrpc":"2.0","id":1,"method":"ping"}';
  const response = '{"jsonrpc":"2.0","id":"server-1","result":{"content":"a"}}';
  const cancelled =
    '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1,"reason":"a"}}';
  return [
    ...found,
    post('legacy batch', '/mcp', headers, `[${ping},${ping}]`),
    post('legacy response', '/mcp', headers, response),
    post('legacy notification', '/mcp', headers, cancelled),
    get('legacy stream', '/mcp', { ...headers, 'last-event-id': 'a_1' }),
    { ...get('legacy end', '/mcp', { 'mcp-session-id': 'unknown' }), method: 'DELETE' },
    { ...get('preflight', '/mcp', PREFLIGHT), method: 'OPTIONS' },
    post('refused token', '/mcp', { ...headers, authorization: 'Bearer a.b.c' }, ping),
    post('refused key', '/mcp/protected', { ...headers, 'x-api-key': 'wrong' }, ping),
    post('refused origin', '/mcp', { ...headers, origin: 'https://evil.example' }, ping),
  ];
}

const PREFLIGHT: Headers = {
  origin: 'http://localhost:3000',
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'content-type, mcp-param-a',
};

function adminSeeds(): WireRequest[] {
  const key: Headers = { authorization: `Bearer ${KEY}` };
  const json: Headers = { ...key, 'content-type': 'application/json' };
  const client = '{"name":"a","scopes":["tools:read"]}';
  const override = '{"target":"api","replicas":1,"until":"2030-01-01T00:00:00Z","reason":"a"}';
  return [
    get('admin audit', '/admin/audit?from=2026-01-01&kind=tool&name=a&limit=10', key),
    get('admin clients', '/admin/clients?limit=10', key),
    get('admin client', '/admin/clients/00000000-0000-0000-0000-000000000000', key),
    get('admin history', '/admin/scaling/history?limit=10', key),
    get('admin queues', '/admin/queues', key),
    post('admin new client', '/admin/clients', json, client),
    post('admin override', '/admin/scaling/overrides', json, override),
    get('admin without a token', '/admin/audit?from=a'),
    post(
      'admin body without a token',
      '/admin/clients',
      { 'content-type': 'application/json' },
      client,
    ),
  ];
}

function otherSeeds(): WireRequest[] {
  const form: Headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return [
    post('token by form', '/oauth/token', form, 'grant_type=client_credentials&scope=a'),
    post(
      'token of an odd grant',
      '/oauth/token',
      form,
      'grant_type=password&username=a&password=b',
    ),
    get('authorize', '/oauth/authorize?response_type=code&client_id=a'),
    get('resource metadata', '/.well-known/oauth-protected-resource/mcp'),
    get('server metadata', '/.well-known/oauth-authorization-server'),
    get('keys', '/.well-known/jwks.json'),
    get('catalog of servers', '/.well-known/ai-catalog.json', { 'if-none-match': '"a"' }),
    get('health', '/health'),
    get('readiness', '/health/ready'),
    get('metrics', '/metrics'),
    get('docs', '/docs'),
    get('description', '/openapi.json'),
    get('welcome', '/', { accept: 'text/html' }),
    get('unknown path', '/unknown/path?query=a'),
  ];
}

function get(kind: string, path: string, headers: Headers = {}): WireRequest {
  return { kind, changes: [], method: 'GET', path, headers: Object.entries(headers) };
}

function post(kind: string, path: string, headers: Headers, body: string): WireRequest {
  return { ...get(kind, path, headers), method: 'POST', body };
}
