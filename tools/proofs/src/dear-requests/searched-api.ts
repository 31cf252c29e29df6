import { apiProgram, startAnswering } from '../api-benchmark/measure/start-answering';
import { ask } from '../api-benchmark/measure/ask';
import { createCall } from '../api-benchmark/measure/call';
import type { ServerProcess } from '../api-benchmark/measure/server-process';
import { KEY } from './seeds';

/** The built api as it is in production, but that no limit of requests ends the search. */
const ENVIRONMENT = {
  API_KEY: KEY,
  MCP_AUTH: 'optional',
  MCP_SESSIONS: 'auto',
  TRUSTED_PROXIES: 'loopback',
  LOG_LEVEL: 'warn',
};

const PING = createCall('modern', 'tools/list', {});

/** With the database that is set in the environment, else one of its own. */
export function startSearchedApi(): Promise<ServerProcess> {
  const { DATABASE_URL } = process.env;
  const database: Record<string, string> = DATABASE_URL === undefined ? {} : { DATABASE_URL };
  return startAnswering(apiProgram({ ...ENVIRONMENT, ...database }, ['--expose-gc']), PING);
}

/** Opens a session of 2025-03-26, which has batches. */
export async function openSession(server: ServerProcess): Promise<string> {
  const clientInfo = { name: 'search', version: '1' };
  const params = { protocolVersion: '2025-03-26', capabilities: {}, clientInfo };
  const { headers } = await ask(server.url, createCall('legacy', 'initialize', params));
  return headers.get('mcp-session-id') ?? '';
}
