import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FakeIdentityProvider } from '@repo/auth/testing';
import { eventually, selfSigned } from '@repo/foundation/testing';
import {
  ChildProcess,
  type FixtureHost,
  legacyRequest,
  modernRequest,
  openSession,
  post,
  startFixtureHost,
} from '@repo/api-e2e';

const API_KEY = 'the-key-of-this-run';
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'weekends'];
const SAVED = 'scaling_replica_hours_saved_total{';
const WORKER = join(__dirname, '../../../../apps/worker/dist/main.js');

/** What `/metrics` of an api with two worker processes and of a worker say after a bit of everything. */
export interface Scrapes {
  readonly api: string;
  readonly worker: string;
}

/**
 * Starts the built programs, calls what there is to call, well and badly, and reads the metrics.
 *
 * @param otlpUrl where the api sends its metrics as well
 */
export async function blackBoxRun(
  databaseUrl: string,
  redisUrl: string,
  otlpUrl: string,
): Promise<Scrapes> {
  const provider = await FakeIdentityProvider.start();
  const tls = await startTls();
  const host = await startFixtureHost({
    WORKERS: '2',
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    API_KEY,
    MCP_AUTH: 'optional',
    JWT_ISSUER: provider.issuer,
    PUBLIC_URL: tls.url,
    OTEL_METRICS_EXPORTER: 'otlp',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_ENDPOINT: otlpUrl,
    OTEL_METRIC_EXPORT_INTERVAL: '500',
  });
  const worker = startWorker(host, { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl });
  try {
    await callEverything(host.url);
    const metrics = new URL('/metrics', host.url);
    const [, workerUrl] = await worker.process.waitForLine(/(http:\/\/[^\s"]+)/);
    const scrapes = { api: '', worker: '' };
    await eventually(async () => {
      if (!scrapes.worker.includes(SAVED)) await lookAgain(host.url);
      scrapes.api = await (await fetch(metrics)).text();
      scrapes.worker = await (await fetch(new URL('/metrics', workerUrl))).text();
      expectAll(scrapes.worker, [
        SAVED,
        'scaling_desired_replicas{',
        'job_duration_seconds_count{',
      ]);
      expectAll(scrapes.api, ['tls_certificate_expiry_timestamp_seconds{']);
    }, 30_000);
    return scrapes;
  } finally {
    await Promise.all([host.process.stop(), worker.process.stop(), provider.stop()]);
    tls.stop();
    worker.cleanUp();
  }
}

async function callEverything(url: URL): Promise<void> {
  const call = (name: string, input = {}) =>
    post(url, modernRequest(1, 'tools/call', { name, arguments: input }));
  await call('echo', { text: 'hello' });
  await call('test_error_handling');
  await call('throw_secret');
  await call('hang');
  await call('no such tool');
  await post(url, modernRequest(2, 'tools/list'));
  await post(url, modernRequest(3, 'prompts/get', { name: 'test_simple_prompt' }));
  await post(url, modernRequest(4, 'invented/by-client'));
  const shelf = new URL('/mcp/shelf', url);
  await post(shelf, modernRequest(5, 'tools/call', { name: 'find_book', arguments: {} }));
  const copy = modernRequest(7, 'tools/call', { name: 'copy_book', arguments: {} });
  await Promise.all(Array.from({ length: 6 }, () => post(shelf, copy)));
  const session = await openSession(url);
  await post(url, legacyRequest(session, 1, 'tools/list'));
  const wrong = modernRequest(6, 'tools/list');
  await post(url, { ...wrong, headers: { ...wrong.headers, authorization: 'Bearer wrong' } });
  await makeKey(url);
}

/** A client with a secret and a key that end. */
async function makeKey(url: URL): Promise<void> {
  const { id } = await admin(url, '/admin/clients', { name: 'of-this-run', scopes: [] });
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
  await admin(url, `/admin/clients/${id}/keys`, { name: 'one', scopes: [], expiresAt });
}

/** Has the worker compare the target now, rather than in a minute. */
async function lookAgain(url: URL): Promise<void> {
  const until = new Date(Date.now() + 3_600_000).toISOString();
  await admin(url, '/admin/scaling/pause', { target: 'api', until, reason: 'this run' });
  await admin(url, '/admin/scaling/resume', { target: 'api' });
}

async function admin(url: URL, path: string, body: object): Promise<{ id: string }> {
  const answer = await fetch(new URL(path, url), {
    method: 'POST',
    headers: { 'x-api-key': API_KEY, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as { id: string };
}

/** A worker for which the api is outside of its hours, and so has a process less than within them. */
function startWorker(host: FixtureHost, environment: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'black-box-'));
  const [rules, token] = [join(folder, 'scaling.yaml'), join(folder, 'token')];
  writeFileSync(token, API_KEY);
  const later = String((new Date().getUTCHours() + 12) % 24).padStart(2, '0');
  const hours = DAYS.map((day) => `${day}: ['${later}:00-${later}:30']`).join(', ');
  writeFileSync(
    rules,
    `
hours: { ${hours} }
targets:
  - name: api
    platform: process
    url: ${new URL('/admin/scaling/process', host.url).href}
    token_file: ${token}
    on_hours: { min: 3, desired: 3, max: 3 }
    off_hours: { min: 2, desired: 2, max: 2 }
`,
  );
  const child = new ChildProcess(process.execPath, [WORKER], {
    env: {
      PATH: process.env['PATH'],
      ENVIRONMENT: 'test',
      HOST: '127.0.0.1',
      WORKER_PORT: '0',
      API_KEY,
      SCALING_CONFIG: rules,
      ...environment,
    },
  });
  return { process: child, cleanUp: () => rmSync(folder, { recursive: true }) };
}

/** What stands before the api, for its certificate. */
async function startTls() {
  const { certificate, key, folder } = selfSigned();
  const server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://localhost:${port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true });
    },
  };
}

function expectAll(text: string, parts: readonly string[]): void {
  const missing = parts.filter((part) => !text.includes(part));
  if (missing.length > 0) throw new Error(`Not scraped: ${missing.join(', ')}`);
}
