import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { ServerConfig, WorkerConfig } from '@repo/config';
import { orListenError } from '@repo/telemetry';

const MESSAGE = 'The schema of the database is older than this code: waiting for its migrations.';

/** What a worker that waits says of itself, by path; see `HealthController`. */
const ANSWERS: ReadonlyMap<string, { readonly status: number; readonly body: object }> = new Map([
  ['/health', { status: 200, body: { status: 'degraded', details: schemaDown() } }],
  ['/health/live', { status: 200, body: { status: 'ok' } }],
  ['/health/ready', { status: 503, body: { status: 'error', details: schemaDown() } }],
]);

function schemaDown(): object {
  return { schema: { status: 'down', message: MESSAGE } };
}

/**
 * Answers probes where the worker will: it lives, and is not ready. @returns ends it, and resolves
 * when the port is free
 */
export async function answerProbes(
  { host }: ServerConfig,
  { port }: WorkerConfig,
): Promise<() => Promise<void>> {
  const server = createServer(({ url = '' }, reply) => {
    const { status, body } = ANSWERS.get(url) ?? { status: 404, body: {} };
    const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
    reply.writeHead(status, headers).end(JSON.stringify(body));
  });
  server.listen(port, host);
  await orListenError(once(server, 'listening'), { host, port, variable: 'WORKER_PORT' });
  return () => closed(server);
}

async function closed(server: Server): Promise<void> {
  const end = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await end;
}
