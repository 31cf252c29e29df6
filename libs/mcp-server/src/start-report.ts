import { maskUrl, type Config } from '@repo/config';
import {
  LEGACY_REVISIONS,
  MODERN_REVISIONS,
  type Client,
  type FeatureCounts,
  type HostedServer,
  type McpHost,
} from '@repo/mcp-core';
import { hasTasks } from '@repo/tasks';
import type { RootLogger } from '@repo/telemetry';
import { connectProgram } from './commands/connect/connect-program';
import type { ServerOptions } from './server-options';
import { concurrencyOfServer } from './task-running';

/** What a start tells of itself, without a secret. The numbers are those that everybody sees. */
export interface StartReport extends FeatureCounts {
  /** Of the server, without a path. */
  readonly url: string;
  readonly protocols: readonly string[];
  /** Names of the servers beside the main one. */
  readonly servers: readonly string[];
  /** Features that need scopes, beside those that everybody sees. */
  readonly scoped: number;
  /** Of `/mcp`: `off`, `optional` or `required`. */
  readonly auth: string;
  readonly database: string;
  readonly redis: string;
  readonly sessions: string;
  /** Where the tasks of its tools run; undefined where none has any. */
  readonly tasks?: string;
  /** The processes that serve, where they are several. */
  readonly workers?: number;
}

/** A client that tells nothing of itself. */
const ANYBODY: Client = { era: 'modern', revision: MODERN_REVISIONS[0]!, capabilities: {} };

export async function startReport(
  url: string,
  host: Pick<McpHost, 'server' | 'servers' | 'serverNames'>,
  { server: { app }, config }: { server: Pick<ServerOptions, 'app'>; config: Config },
): Promise<StartReport> {
  const { auth, database, mcp, redis } = config;
  const server = host.server();
  return {
    url,
    protocols: [...MODERN_REVISIONS, ...LEGACY_REVISIONS],
    servers: host.serverNames,
    ...(await server.countListed(ANYBODY)),
    scoped: countScoped(server),
    auth: auth.mcpAuth,
    database: database.url === undefined ? 'embedded PostgreSQL' : maskUrl(database.url),
    redis: redis.url === undefined ? 'none' : maskUrl(redis.url),
    sessions: mcp.sessionsWhy,
    ...(hasTasks(host) && { tasks: placeOfTasks(concurrencyOfServer(app, config)) }),
  };
}

/** Logs it once when the api listens: a list on a terminal, else one line with fields. */
export function logStart(
  logger: RootLogger,
  report: StartReport,
  { server, config }: { server: ServerOptions; config: Config },
): void {
  const isForPeople = config.server.environment === 'development' && process.stdout.isTTY;
  logger.info({ start: report }, isForPeople ? startText(report, server) : firstLine(report));
}

/** The list for people, an item a line: what there is, and what to do next. */
export function startText(
  report: StartReport,
  { app, library }: Pick<ServerOptions, 'app' | 'library'>,
): string {
  const { url, servers, auth, database, redis, tasks, workers } = report;
  const items = {
    MCP: `${url}/mcp (token: ${auth})`,
    ...(servers.length > 0 && { servers: servers.map((name) => `/mcp/${name}`).join(', ') }),
    features: featuresText(report),
    docs: `${url}/docs`,
    database: redis === 'none' ? database : `${database}, Redis at ${redis}`,
    ...(tasks !== undefined && { tasks }),
    ...(workers !== undefined && { workers: String(workers) }),
    connect: `${connectProgram(app)} (Claude, VS Code, Cursor, ChatGPT, the Inspector)`,
    'add a tool': `npx nx g platform:tool my_tool${library === undefined ? '' : ` --library ${library}`}`,
  };
  const lines = Object.entries(items).map(([name, text]) => `  ${name.padEnd(11)} ${text}`);
  return [firstLine(report), ...lines].join('\n');
}

/** Programs that start an api wait for it. */
function firstLine({ url }: StartReport): string {
  return `listening on ${url}`;
}

function featuresText({ tools, resources, prompts, scoped }: StartReport): string {
  const seen = [count(tools, 'tool'), count(resources, 'resource'), count(prompts, 'prompt')];
  const more = scoped === 0 ? '' : `; ${scoped} more for callers with their scopes`;
  return `${seen.join(', ')}${more}`;
}

function placeOfTasks(concurrency: number): string {
  return concurrency === 0
    ? 'run by other processes: the worker, or those with TASK_CONCURRENCY above 0'
    : `run here, ${concurrency} at once in each process`;
}

function countScoped({ catalog }: Pick<HostedServer, 'catalog'>): number {
  const { tools, resources, templates, prompts } = catalog;
  const all = [...tools.values(), ...resources.values(), ...templates, ...prompts.values()];
  return all.filter(({ scopes, anyScope }) => scopes.length + anyScope.length > 0).length;
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
