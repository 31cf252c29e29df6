import { maskUrl, type Config } from '@repo/config';
import { LEGACY_REVISIONS, MODERN_REVISIONS, type McpHost } from '@repo/mcp-core';
import type { RootLogger } from '@repo/telemetry';

/** What a start tells of itself, without a secret. */
export interface StartReport {
  /** Of the server, without a path. */
  readonly url: string;
  readonly protocols: readonly string[];
  /** Names of the servers beside the main one. */
  readonly servers: readonly string[];
  readonly tools: number;
  readonly resources: number;
  readonly prompts: number;
  /** Of `/mcp`: `off`, `optional` or `required`. */
  readonly auth: string;
  readonly database: string;
  readonly redis: string;
  readonly sessions: string;
  /** The processes that serve, where they are several. */
  readonly workers?: number;
}

export function startReport(
  url: string,
  { catalog, serverNames }: Pick<McpHost, 'catalog' | 'serverNames'>,
  config: Config,
): StartReport {
  const { auth, database, mcp, redis } = config;
  return {
    url,
    protocols: [...MODERN_REVISIONS, ...LEGACY_REVISIONS],
    servers: serverNames,
    tools: catalog.tools.size,
    resources: catalog.resources.size + catalog.templates.length,
    prompts: catalog.prompts.size,
    auth: auth.mcpAuth,
    database: database.url === undefined ? 'embedded PostgreSQL' : maskUrl(database.url),
    redis: redis.url === undefined ? 'none' : maskUrl(redis.url),
    sessions: mcp.sessionsWhy,
  };
}

/** Logs it once when the api listens: a list on a terminal, else one line with fields. */
export function logStart(logger: RootLogger, report: StartReport, { server }: Config): void {
  const isForPeople = server.environment === 'development' && process.stdout.isTTY;
  logger.info({ start: report }, isForPeople ? startText(report) : firstLine(report));
}

/** The list for people, an item a line. */
export function startText(report: StartReport): string {
  const { url, protocols, servers, auth, database, redis, sessions, workers } = report;
  const items = {
    endpoint: `${url}/mcp (token: ${auth}), ${url}/mcp/protected (token: required)`,
    ...(servers.length > 0 && { servers: servers.map((name) => `/mcp/${name}`).join(', ') }),
    protocol: `MCP ${protocols[0]}, and ${protocols.slice(1).join(', ')}`,
    features: `${count(report.tools, 'tool')}, ${count(report.resources, 'resource')}, ${count(report.prompts, 'prompt')}`,
    'try it': `npx @modelcontextprotocol/inspector --cli --server-url ${url}/mcp --transport http --method tools/list`,
    database,
    redis,
    sessions,
    'admin API': `${url}/docs`,
    health: `${url}/health/ready`,
    ...(workers !== undefined && { workers: String(workers) }),
  };
  const lines = Object.entries(items).map(([name, text]) => `  ${name.padEnd(10)} ${text}`);
  return [firstLine(report), ...lines].join('\n');
}

/** Programs that start an api wait for it. */
function firstLine({ url }: StartReport): string {
  return `listening on ${url}`;
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
