import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer, get } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { FakeIdentityProvider, inSeconds } from '@repo/auth/testing';
import { loadConfig, type VariableName } from '@repo/config';
import { Tables } from '@repo/database';
import { type TestDatabase, withTestDatabase } from '@repo/database/testing';
import { freePort, until } from '@repo/foundation/testing';
import { Tool, ToolContext } from '@repo/mcp-core';
import { closeRedis, openRedis, type RedisConnection } from '@repo/redis';
import { RedisServer } from '@repo/redis/testing';
import { Injectable, Module } from '@nestjs/common';
import { ApiProcess } from './cluster/api-process.fixture';
import { databaseFeatures } from './database-features';
import { TestApi, textOf } from './testing/api.fixture';
import { Gate } from './testing/features.fixture';

/*
 * That a variable is parsed says nothing of whether it does anything. Here each gets another value,
 * and the api must do something else. Those that the worker alone reads are proved beside it.
 */
type OfTheWorker = 'AUDIT_RETENTION' | 'SCALING_CONFIG' | 'SCALING_PROTECTED' | 'WORKER_PORT';

type Environment = Readonly<Record<string, string>>;

interface Effect {
  /** What is seen without it. */
  readonly before: unknown;
  /** Its value. */
  readonly set: string | (() => string);
  /** What is seen then. */
  readonly after: unknown;
  /** What is set in both. */
  readonly with?: () => Environment;
  readonly see: (environment: Environment) => Promise<unknown>;
}

const SECRET = 'Zm9yIGEgc3BlYyBvbmx5LCBidXQgbG9uZyBlbm91Z2gh';
const PUBLIC_URL = 'https://mcp.example.com';
const KEY = 'a-key-that-is-long-enough-for-a-first-try';

@Injectable()
class SeenTools {
  @Tool({ name: 'caller', description: 'Tells who calls.' })
  caller(_input: object, { auth }: ToolContext) {
    return { client: auth?.clientId, subject: auth?.extra?.['subject'], scopes: auth?.scopes };
  }

  @Tool({ name: 'slow', description: 'Takes a while.' })
  async slow() {
    await pause(300);
    return 'done';
  }

  @Tool({ name: 'tenant', description: 'Tells a header of the request.' })
  tenant(_input: object, { headers }: ToolContext) {
    return headers['x-tenant'] ?? 'unseen';
  }

  @Tool({ name: 'fail', description: 'Has a fault.' })
  fail(): string {
    throw new Error('a fault');
  }
}

@Module({ providers: [SeenTools] })
class SeenModule {}

let database: TestDatabase;
let provider: FakeIdentityProvider;
let port: number;
let folder: string;
const redis = new RedisServer();

beforeAll(async () => {
  database = await withTestDatabase({ features: databaseFeatures });
  provider = await FakeIdentityProvider.start();
  port = await freePort();
  folder = mkdtempSync(join(tmpdir(), 'variables-'));
  await redis.start();
});
afterAll(async () => {
  await provider.stop();
  await redis.remove();
  await database.drop();
  rmSync(folder, { recursive: true });
});

/** What a running api shows. */
function onApi(look: (api: TestApi) => Promise<unknown>): Effect['see'] {
  return async (environment) => {
    const api = await TestApi.start(environment, SeenModule);
    try {
      return await look(api);
    } finally {
      await api.stop();
    }
  };
}

/** What an api shows that is a process of its own. */
function onProcess(look: (api: ApiProcess) => Promise<unknown>): Effect['see'] {
  return async (environment) => {
    const api = await ApiProcess.start({ DATABASE_URL: database.url, ...environment });
    try {
      return await look(api);
    } finally {
      await api.stop();
    }
  };
}

const status = async (answer: Promise<Response>) => (await answer).status;
const statusOf = (path: string, request?: RequestInit) =>
  onApi((api) => status(api.fetch(path, request)));
const callStatus = (name = 'whoami', input: object = {}, headers: Record<string, string> = {}) =>
  onApi((api) => status(api.call(name, input, { headers })));
const secondCallStatus = onApi(async (api) => {
  await (await api.call('whoami')).text();
  return status(api.call('whoami'));
});
/** Two calls from two addresses, as a proxy tells them in a header. */
const forwardedStatus = (header: string) =>
  onApi(async (api) => {
    await (await api.call('whoami', {}, { headers: { [header]: '203.0.113.1' } })).text();
    return status(api.call('whoami', {}, { headers: { [header]: '198.51.100.2' } }));
  });

/** How a call with a token of the provider is answered, and who the tool sees. */
const signedIn = (claims: object, path = '/mcp/protected') =>
  onApi(async (api) => {
    const audience = { aud: PUBLIC_URL + path };
    const authorization = `Bearer ${provider.token({ ...audience, ...claims })}`;
    const answer = await api.call('caller', {}, { path, headers: { authorization } });
    if (!answer.ok) return answer.status;
    return JSON.parse((await textOf(answer)) ?? '{}') as unknown;
  });
const withProvider =
  (more: Environment = {}) =>
  () => ({
    PUBLIC_URL,
    JWT_ISSUER: provider.issuer,
    ...more,
  });

async function onRedis<T>(ask: (connection: RedisConnection) => Promise<T>): Promise<T> {
  const connection = openRedis(loadConfig({ REDIS_URL: redis.url }).redis, {
    enableOfflineQueue: true,
  });
  try {
    return await ask(connection);
  } finally {
    await closeRedis(connection);
  }
}

const logsDebugLines = onApi(async (api) => {
  await (await api.call('whoami')).text();
  return api.log.lines.some(({ level }) => level === 'debug' || level === 20);
});

const startOf = onApi(() => Promise.resolve('starts'));
const starts: Effect['see'] = (environment) => startOf(environment).catch(() => 'is refused');

/** The records of one call, after all has been written. */
async function recorded(environment: Environment): Promise<{ arguments: unknown }[]> {
  await database.clear();
  await onApi((api) => status(api.call('repeat', { times: 3 })))(environment);
  return database.dataSource.query('select arguments from audit_record');
}

const production = () => ({
  ENVIRONMENT: 'production',
  JWT_SECRET: SECRET,
  PUBLIC_URL,
  DATABASE_URL: database.url,
});

const effects: Record<Exclude<VariableName, OfTheWorker>, Effect> = {
  ENVIRONMENT: {
    with: () => ({ ...production(), ENVIRONMENT: 'test' }),
    before: 200,
    set: 'production',
    after: 401,
    see: callStatus(),
  },
  DEPLOYMENT: {
    with: () => ({ REDIS_URL: redis.url }),
    before: ['test'],
    set: 'staging',
    after: ['staging'],
    see: async (environment) => {
      await onRedis((connection) => connection.flushall());
      const keys = onApi(async (api) => {
        await api.initialize();
        return onRedis((connection) => connection.keys('*'));
      });
      const names = ((await keys(environment)) as string[]).map((key) => key.split(':')[1]);
      return [...new Set(names)];
    },
  },
  HOST: {
    before: '127.0.0.1',
    set: 'localhost',
    after: 'localhost',
    see: onApi(async ({ url }) => new URL(url).hostname),
  },
  PORT: {
    before: false,
    set: () => String(port),
    after: true,
    see: onApi(async (api) => api.port === port),
  },
  PUBLIC_URL: {
    before: '127.0.0.1',
    set: PUBLIC_URL,
    after: 'mcp.example.com',
    see: onApi(async (api) => {
      const answer = await api.fetch('/.well-known/oauth-protected-resource/mcp');
      return new URL(((await answer.json()) as { resource: string }).resource).hostname;
    }),
  },
  METRICS_PORT: { before: 200, set: '0', after: 404, see: statusOf('/metrics') },
  WORKERS: {
    before: 1,
    set: '2',
    after: 2,
    see: onProcess(async (api) => (await api.size()).workers.ready),
  },
  SHUTDOWN_DELAY: {
    before: 'closed',
    set: '5m',
    after: 'serves on',
    with: () => ({ SHUTDOWN_GRACE: '10m' }),
    see: onProcess(async (api) => {
      const ask = (path: string) => api.get(path).catch(() => undefined);
      api.process.kill('SIGTERM');
      await until(async () => (await ask('/health/ready'))?.ok !== true);
      for (let times = 0; times < 100; times += 1)
        if ((await ask('/health/live')) === undefined) return 'closed';
      // It would go on for five minutes.
      api.process.kill('SIGKILL');
      return 'serves on';
    }),
  },
  SHUTDOWN_GRACE: {
    before: 'answered',
    set: '0s',
    after: 'cut off',
    with: () => ({ SHUTDOWN_GRACE: '90s' }),
    see: onProcess(async (api) => {
      const file = join(folder, `go-${Math.random()}`);
      const call = api.text('hold', { file }).then(
        (text) => (text === '' ? 'cut off' : 'answered'),
        () => 'cut off',
      );
      await until(async () => /mcp_calls_running 1/.test(await api.metrics()));
      api.process.kill('SIGTERM');
      const first = await Promise.race([call, pause(1_000, 'runs')]);
      if (first !== 'runs') return first;
      writeFileSync(file, '');
      return call;
    }),
  },
  DATABASE_URL: {
    before: false,
    set: () => database.url,
    after: true,
    see: onApi(async (api) => {
      const rows = await api
        .get(Tables)
        .query<{ name: string }[]>('select current_database() as name');
      return database.url.endsWith(`/${rows[0]?.name}`);
    }),
  },
  DATABASE_POOL_SIZE: {
    before: 5,
    set: '2',
    after: 2,
    with: () => ({ DATABASE_URL: database.url, AUDIT: 'off' }),
    see: onApi(async (api) => {
      const ask = () =>
        api.get(Tables).query<{ pid: number }[]>('select pg_backend_pid() as pid, pg_sleep(0.3)');
      const rows = (await Promise.all(Array.from({ length: 5 }, ask))).flat();
      return new Set(rows.map(({ pid }) => pid)).size;
    }),
  },
  DATABASE_STATEMENT_TIMEOUT: {
    before: 'done',
    set: '100ms',
    after: 'canceling statement due to statement timeout',
    with: () => ({ DATABASE_URL: database.url }),
    see: onApi((api) =>
      api
        .get(Tables)
        .query('select pg_sleep(0.5)')
        .then(
          () => 'done',
          ({ message }: Error) => message,
        ),
    ),
  },
  REDIS_URL: {
    before: undefined,
    set: () => redis.url,
    after: 'up',
    see: onApi(async (api) => {
      const { details } = (await (await api.fetch('/health/ready')).json()) as {
        details: Record<string, { status: string }>;
      };
      return details['redis']?.status;
    }),
  },
  MCP_AUTH: { before: 200, set: 'required', after: 401, see: callStatus() },
  ALLOW_UNAUTHENTICATED: {
    before: 'is refused',
    set: 'true',
    after: 'starts',
    with: () => ({ ...production(), MCP_AUTH: 'off' }),
    see: starts,
  },
  API_KEY: {
    before: 401,
    set: KEY,
    after: 200,
    with: () => ({ MCP_AUTH: 'required' }),
    see: callStatus('whoami', {}, { 'x-api-key': KEY }),
  },
  JWT_SECRET: {
    before: 401,
    set: SECRET,
    after: 200,
    with: () => ({ MCP_AUTH: 'required', PUBLIC_URL }),
    see: onApi(async (api) => {
      // Another replica, which has the secret.
      const other = await TestApi.start({ JWT_SECRET: SECRET, PUBLIC_URL }, SeenModule);
      const token = other.sign({ clientId: 'replica', scopes: [], lifetime: 60 });
      await other.stop();
      return status(api.call('whoami', {}, { headers: { authorization: `Bearer ${token}` } }));
    }),
  },
  JWT_PRIVATE_KEY: {
    before: 0,
    set: () =>
      generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    after: 1,
    see: onApi(async (api) => {
      const answer = await api.fetch('/.well-known/jwks.json');
      const { keys = [] } = answer.ok ? ((await answer.json()) as { keys: unknown[] }) : {};
      return keys.length;
    }),
  },
  MCP_BASE_SCOPES: {
    before: undefined,
    set: 'invoices:read',
    after: ['invoices:read'],
    see: onApi(async (api) => {
      const answer = await api.fetch('/.well-known/oauth-protected-resource/mcp');
      return ((await answer.json()) as { scopes_supported?: unknown }).scopes_supported;
    }),
  },
  JWT_ISSUER: {
    before: 401,
    set: () => provider.issuer,
    after: { client: 'client', subject: 'user', scopes: [] },
    with: () => ({ PUBLIC_URL }),
    see: signedIn({}),
  },
  JWT_AUDIENCE: {
    before: 401,
    set: 'service',
    after: expect.objectContaining({ client: 'client' }),
    with: withProvider(),
    see: signedIn({ aud: 'service' }),
  },
  JWT_AUDIENCE_CLAIM: {
    before: 401,
    set: 'client_id',
    after: expect.objectContaining({ client: 'client' }),
    with: withProvider({ JWT_AUDIENCE: 'client' }),
    see: signedIn({ aud: undefined }),
  },
  JWKS_URL: {
    before: 503,
    set: () => provider.jwksUrl,
    after: expect.objectContaining({ client: 'client' }),
    with: withProvider(),
    see: async (environment) => {
      provider.metadata = { jwks_uri: `${provider.issuer}/nowhere` };
      try {
        return await signedIn({})(environment);
      } finally {
        provider.metadata = {};
      }
    },
  },
  JWT_SUBJECT_CLAIM: {
    before: expect.objectContaining({ subject: 'user' }),
    set: 'oid',
    after: expect.objectContaining({ subject: 'object' }),
    with: withProvider(),
    see: signedIn({ oid: 'object' }),
  },
  JWT_CLIENT_CLAIM: {
    before: expect.objectContaining({ client: 'client' }),
    set: 'app',
    after: expect.objectContaining({ client: 'application' }),
    with: withProvider(),
    see: signedIn({ app: 'application' }),
  },
  JWT_SCOPES_CLAIM: {
    before: expect.objectContaining({ scopes: ['a'] }),
    set: 'roles',
    after: expect.objectContaining({ scopes: ['b'] }),
    with: withProvider(),
    see: signedIn({ scope: 'a', roles: ['b'] }),
  },
  JWT_SCOPE_PREFIX: {
    before: expect.objectContaining({ scopes: ['api://mcp/read'] }),
    set: 'api://mcp/',
    after: expect.objectContaining({ scopes: ['read'] }),
    with: withProvider(),
    see: signedIn({ scope: 'api://mcp/read' }),
  },
  JWT_REQUIRED_CLAIMS: {
    before: expect.objectContaining({ client: 'client' }),
    set: 'token_use=access',
    after: 401,
    with: withProvider(),
    see: signedIn({}),
  },
  JWT_CLOCK_TOLERANCE: {
    before: 401,
    set: '5m',
    after: expect.objectContaining({ client: 'client' }),
    with: withProvider(),
    see: (environment) => signedIn({ exp: inSeconds(-120) })(environment),
  },
  CORS_ORIGINS: {
    before: 403,
    set: 'https://app.example.com',
    after: 200,
    see: callStatus('whoami', {}, { origin: 'https://app.example.com' }),
  },
  ALLOWED_HOSTS: {
    before: 403,
    set: 'mcp.example.com',
    after: 400,
    see: onApi(
      (api) =>
        new Promise((resolve, reject) => {
          const path = '/mcp';
          const headers = { host: 'mcp.example.com' };
          get({ port: api.port, host: '127.0.0.1', path, headers, agent: false }, (answer) =>
            resolve(answer.resume().statusCode),
          ).on('error', reject);
        }),
    ),
  },
  MAX_REQUEST_BYTES: {
    before: 200,
    set: '1KiB',
    after: 413,
    see: callStatus('whoami', { more: 'x'.repeat(2_000) }),
  },
  MAX_CONNECTIONS: {
    before: 'served',
    set: '1',
    after: 'cut',
    see: onApi(async (api) => {
      const first = connect(api.port, '127.0.0.1');
      await new Promise((resolve) => first.once('connect', resolve));
      try {
        const ask = fetch(`${api.url}/health/live`, { headers: { connection: 'close' } });
        return await ask.then(
          () => 'served',
          () => 'cut',
        );
      } finally {
        first.destroy();
      }
    }),
  },
  TRUSTED_PROXIES: {
    before: 429,
    set: 'loopback',
    after: 200,
    with: () => ({ RATE_LIMIT_REQUESTS: '1' }),
    see: forwardedStatus('x-forwarded-for'),
  },
  CLIENT_ADDRESS_HEADER: {
    before: 429,
    set: 'x-real-ip',
    after: 200,
    with: () => ({ RATE_LIMIT_REQUESTS: '1', TRUSTED_PROXIES: 'loopback' }),
    see: forwardedStatus('x-real-ip'),
  },
  LOG_LEVEL: {
    before: false,
    set: 'debug',
    after: true,
    with: () => ({ LOG_LEVEL: '' }),
    see: logsDebugLines,
  },
  LOG_FILE: {
    before: false,
    set: () => join(folder, 'api.log'),
    after: true,
    see: onProcess(async () => existsSync(join(folder, 'api.log'))),
  },
  DEBUG: {
    before: false,
    set: 'true',
    after: true,
    with: () => ({ LOG_LEVEL: '' }),
    see: logsDebugLines,
  },
  SENTRY_DSN: {
    before: false,
    set: () => `http://key@127.0.0.1:${port}/1`,
    after: true,
    see: async (environment) => {
      let reports = 0;
      const sentry = createHttpServer((request, response) => {
        reports += 1;
        request.resume().on('end', () => response.end('{}'));
      });
      await new Promise<void>((resolve) => sentry.listen(port, '127.0.0.1', resolve));
      await callStatus('fail')(environment);
      sentry.closeAllConnections();
      await new Promise((resolve) => sentry.close(resolve));
      return reports > 0;
    },
  },
  ENABLE_METRICS: { before: 200, set: 'false', after: 404, see: statusOf('/metrics') },
  ENABLE_TRACING: { before: 'starts', set: 'true', after: 'is refused', see: starts },
  AUDIT: {
    before: 1,
    set: 'off',
    after: 0,
    with: () => ({ DATABASE_URL: database.url }),
    see: async (environment) => (await recorded(environment)).length,
  },
  AUDIT_ARGUMENTS: {
    before: { times: 3 },
    set: 'none',
    after: null,
    with: () => ({ DATABASE_URL: database.url }),
    see: async (environment) => (await recorded(environment))[0]?.arguments,
  },
  RATE_LIMIT_REQUESTS: { before: 200, set: '1', after: 429, see: secondCallStatus },
  RATE_LIMIT_WINDOW: {
    before: false,
    set: '1h',
    after: true,
    with: () => ({ RATE_LIMIT_REQUESTS: '1' }),
    see: onApi(async (api) => {
      await (await api.call('whoami')).text();
      const refused = await api.call('whoami');
      return Number(refused.headers.get('retry-after')) > 60;
    }),
  },
  RATE_LIMIT_DAILY: { before: 200, set: '1', after: 429, see: secondCallStatus },
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
    after: 'acme',
    see: onApi(async (api) =>
      textOf(await api.call('tenant', {}, { headers: { 'x-tenant': 'acme' } })),
    ),
  },
};

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

describe.each(Object.entries(effects))('%s', (name, effect) => {
  const both = () => effect.with?.() ?? {};
  it('is not there, and the api does one thing', async () => {
    expect(await effect.see(both())).toEqual(effect.before);
  });

  it('is there, and the api does another', async () => {
    const value = typeof effect.set === 'string' ? effect.set : effect.set();
    expect(await effect.see({ ...both(), [name]: value })).toEqual(effect.after);
  });
});
