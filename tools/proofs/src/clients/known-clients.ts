import type { Operation, Transport } from './operation';

/** A client, what it is known not to do, and how it is told where the server is. */
export interface KnownClient {
  readonly name: string;
  readonly packageName: string;
  /** Of `programs`. */
  readonly file: string;
  /** The major version of Node that it asks for, where that is above the workspace's own. */
  readonly node?: number;
  /** What it has no way to do, over any transport. */
  readonly lacks: readonly Operation[];
  /** What fails by its own fault, and why. */
  readonly limits?: Partial<Record<Transport, Partial<Record<Operation, string>>>>;
  /** It gives a server over HTTP to clients that know stdio alone. */
  readonly isHttpOnly?: boolean;
  /** How to connect it: a line for HTTP, one for stdio. */
  readonly configuration: readonly string[];
}

const ALL_BUT_REQUESTS = ['progress', 'input required', 'cancel', 'list changed'] as const;

const NO_RELAY = 'it relays answers alone: no notification, no question of the server';
const NO_SHARED_PROCESS = 'it starts a process for each request of 2026-07-28, and ends it after';

export const KNOWN_CLIENTS: readonly KnownClient[] = [
  {
    name: 'SDK 2',
    packageName: '@modelcontextprotocol/client',
    file: 'sdk-2.client.mjs',
    lacks: [],
    configuration: [
      "new Client(info, { versionNegotiation: { mode: 'auto' } }).connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }))",
      '… .connect(new StdioClientTransport({ command, args, env }))',
    ],
  },
  {
    name: 'SDK 1',
    packageName: '@modelcontextprotocol/sdk',
    file: 'sdk-1.client.mjs',
    lacks: [],
    configuration: [
      'new Client(info).connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }))',
      '… .connect(new StdioClientTransport({ command, args, env }))',
    ],
  },
  {
    name: 'Inspector',
    packageName: '@modelcontextprotocol/inspector',
    file: 'inspector.client.mjs',
    node: 22,
    lacks: ALL_BUT_REQUESTS,
    configuration: [
      'mcp-inspector --cli --server-url $url --transport http --protocol-era auto --header "Authorization: Bearer $token" --method tools/list',
      'mcp-inspector --cli $command --protocol-era auto --method tools/list',
    ],
  },
  {
    name: 'AI SDK',
    packageName: '@ai-sdk/mcp',
    file: 'ai-sdk.client.mjs',
    node: 22,
    lacks: ['progress', 'list changed'],
    limits: { stdio: { cancel: 'it stops waiting and sends no `notifications/cancelled`' } },
    configuration: [
      "createMCPClient({ transport: { type: 'http', url, headers } })",
      'createMCPClient({ transport: new StdioMCPTransport({ command, args, env }) })',
    ],
  },
  {
    name: 'LangChain',
    packageName: '@langchain/mcp-adapters',
    file: 'langchain.client.mjs',
    lacks: ['input required'],
    configuration: [
      "new MultiServerMCPClient({ mcpServers: { server: { transport: 'http', url, headers } } })",
      "new MultiServerMCPClient({ mcpServers: { server: { transport: 'stdio', command, args, env } } })",
    ],
  },
  {
    name: 'OpenAI agents',
    packageName: '@openai/agents',
    file: 'openai-agents.client.mjs',
    node: 22,
    lacks: ['list prompts', 'get prompt', 'progress', 'input required', 'list changed'],
    configuration: [
      'new MCPServerStreamableHttp({ url, requestInit: { headers } })',
      'new MCPServerStdio({ command, args, env })',
    ],
  },
  {
    name: 'mcp-use',
    packageName: 'mcp-use',
    file: 'mcp-use.client.mjs',
    lacks: [],
    configuration: [
      'new MCPClient({ mcpServers: { server: { url, headers } } })',
      'new MCPClient({ mcpServers: { server: { command, args, env } } })',
    ],
  },
  {
    name: 'mcp-client',
    packageName: 'mcp-client',
    file: 'mcp-client.client.mjs',
    lacks: ['input required', 'list changed', 'bearer token'],
    configuration: [
      "new MCPClient(info).connect({ type: 'httpStream', url })",
      "new MCPClient(info).connect({ type: 'stdio', command, args, env })",
    ],
  },
  {
    name: 'mcp-remote',
    packageName: 'mcp-remote',
    file: 'mcp-remote.client.mjs',
    isHttpOnly: true,
    lacks: [],
    limits: {
      http: {
        cancel:
          'of a client of 2026-07-28, whose `notifications/cancelled` it sends on instead of closing the request; with one of 2025-11-25 it works',
      },
    },
    configuration: ['mcp-remote $url --transport http-only --header "Authorization:Bearer $token"'],
  },
  {
    name: 'supergateway',
    packageName: 'supergateway',
    file: 'supergateway.client.mjs',
    lacks: [],
    limits: {
      http: { progress: NO_RELAY, 'input required': NO_RELAY, 'list changed': NO_RELAY },
      stdio: { cancel: NO_SHARED_PROCESS, 'list changed': NO_SHARED_PROCESS },
    },
    configuration: [
      'supergateway --streamableHttp $url --outputTransport stdio --oauth2Bearer $token',
      'supergateway --stdio "$command" --outputTransport streamableHttp --stateful',
    ],
  },
  {
    name: 'ext-apps bridge',
    packageName: '@modelcontextprotocol/ext-apps',
    file: 'ext-apps.client.mjs',
    lacks: ['list tools', 'list prompts', 'get prompt', 'progress'],
    configuration: ['new AppBridge(client, info, capabilities).connect(transport)'],
  },
];

/** What a cell must be: `ok`, `not offered`, or a failure that is the client's own. */
export function expectedOf(
  client: KnownClient,
  transport: Transport,
  operation: Operation,
): 'ok' | 'not offered' | 'limited' {
  if (client.lacks.includes(operation)) return 'not offered';
  return client.limits?.[transport]?.[operation] === undefined ? 'ok' : 'limited';
}
