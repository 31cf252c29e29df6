import { generateKeyPairSync } from 'node:crypto';
import type { Config } from './config';
import { loadConfig } from './load-config';
import { faultsOf } from './testing/faults-of';
import { productionEnvironment } from './testing/production-environment';
import { sections, variables, type VariableName } from './variables';

interface Expectation {
  /** Where the variable ends up. */
  readonly read: (config: Config) => unknown;
  readonly development: unknown;
  /** As in development unless given. */
  readonly production?: unknown;
  /** Other variables that it needs. */
  readonly with?: Readonly<Record<string, string>>;
  /** Texts and what they come to. */
  readonly good: Readonly<Record<string, unknown>>;
  readonly bad: readonly string[];
}

/** A new private key in PEM. */
function pem(type: 'rsa' | 'ec' | 'ed25519' | 'x25519', options = {}): string {
  // The overloads of Node's types want to know the kind of key.
  const { privateKey } = generateKeyPairSync(type as 'ed25519', options);
  return privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
}

const strong = 'Zm9yIGEgc3BlYyBvbmx5LCBidXQgbG9uZyBlbm91Z2gh';
const webhookSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const durations = { '60': 60_000, '60s': 60_000, '1500ms': 1_500, '5m': 300_000, ' 7s ': 7_000 };
const noDurations = ['5 m', '-1', '1.5s', '5M', '1d', 'soon', '999h'];
const sizes = {
  '1048576': 1_048_576,
  '4MiB': 4_194_304,
  '512KiB': 524_288,
  '1MB': 1_000_000,
  '10KB': 10_000,
  '2048b': 2_048,
  '1gib': 1_073_741_824,
};
const noSizes = ['4Mi', '4 MiB', '-1', '0', '1.5MB', '1TB', '2GiB'];
const truths = {
  true: true,
  '1': true,
  YES: true,
  on: true,
  false: false,
  '0': false,
  no: false,
  Off: false,
};
const noTruths = ['flase', '2', 'y', 'enabled', 'null'];
const noWebUrls = [
  'login.example.com',
  'ftp://example.com',
  'https://',
  'https:example.com',
  'https://u:p@example.com/',
];

const expectations: Record<VariableName, Expectation> = {
  ENVIRONMENT: {
    read: ({ server }) => server.environment,
    development: 'development',
    production: 'production',
    good: { development: 'development', test: 'test', TEST: 'test' },
    bad: ['prod', 'staging'],
  },
  DEPLOYMENT: {
    read: ({ server }) => server.deployment,
    development: 'development',
    production: 'production',
    good: { staging: 'staging', 'eu-2': 'eu-2' },
    bad: ['Staging', 'a:b', '-a', 'a'.repeat(41)],
  },
  HOST: {
    read: ({ server }) => server.host,
    development: '127.0.0.1',
    production: '0.0.0.0',
    good: { '::': '::', localhost: 'localhost', '10.0.0.1': '10.0.0.1' },
    bad: ['[::1]', 'localhost:80', 'http://localhost', '-'],
  },
  PORT: {
    read: ({ server }) => server.port,
    development: 8000,
    good: { '0': 0, '65535': 65_535, '080': 80 },
    bad: ['80a', '65536', '-1', '8e3', '0x50', '80.0'],
  },
  PUBLIC_URL: {
    read: ({ server }) => server.publicUrl,
    development: undefined,
    production: 'https://mcp.example.com',
    good: {
      'https://MCP.example.com/': 'https://mcp.example.com',
      'http://localhost:8000': 'http://localhost:8000',
    },
    bad: [...noWebUrls, 'https://example.com/mcp', 'https://example.com?a', 'https://a.com#b'],
  },
  ALLOW_INSECURE_CONNECTIONS: {
    read: () => undefined,
    development: undefined,
    good: { true: undefined, false: undefined },
    bad: noTruths,
  },
  METRICS_PORT: {
    read: ({ server }) => server.metricsPort,
    development: undefined,
    good: { '0': 0, '9464': 9_464 },
    bad: ['8000', '70000', 'tcp://10.0.0.1:9464'],
  },
  WORKERS: {
    read: ({ server }) => server.workers,
    development: 1,
    production: 4,
    good: { '1': 1, '256': 256 },
    bad: ['0', '257', 'auto'],
  },
  SHUTDOWN_DELAY: {
    read: ({ server }) => server.shutdownDelayMs,
    development: 0,
    production: 3_000,
    good: { ...durations, '0': 0 },
    bad: [...noDurations, '6m'],
  },
  SHUTDOWN_GRACE: {
    read: ({ server }) => server.shutdownGraceMs,
    development: 10_000,
    good: { ...durations, '0': 0 },
    bad: [...noDurations, '11m'],
  },
  DATABASE_URL: {
    read: ({ database }) => database.url,
    development: undefined,
    production: 'postgres://app@db.internal/app',
    good: {
      'postgres://app:pw@db/app': 'postgres://app:pw@db/app',
      'postgresql:///app': 'postgresql:///app',
    },
    bad: ['mysql://db/app', 'db/app', 'postgres:app', 'postgres://db:port/app'],
  },
  DATABASE_POOL_SIZE: {
    read: ({ database }) => database.poolSize,
    development: 10,
    good: { '1': 1, '1000': 1_000 },
    bad: ['0', '1001', 'many'],
  },
  DATABASE_STATEMENT_TIMEOUT: {
    read: ({ database }) => database.statementTimeoutMs,
    development: 30_000,
    good: { ...durations, '0': 0 },
    bad: [...noDurations, '25h'],
  },
  REDIS_URL: {
    read: ({ redis }) => redis.url,
    development: undefined,
    good: {
      'redis://localhost:6379/0': 'redis://localhost:6379/0',
      'rediss://:pw@cache': 'rediss://:pw@cache',
      'redis+sentinel://a,b/main': 'redis+sentinel://a,b/main',
      'rediss+cluster://a,b': 'rediss+cluster://a,b',
    },
    bad: ['http://cache', 'cache:6379', 'redis:cache', 'redis+sentinel://cache', 'redis://a,b'],
  },
  MCP_AUTH: {
    read: ({ auth }) => auth.mcpAuth,
    development: 'optional',
    production: 'required',
    good: { off: 'off', Optional: 'optional', required: 'required' },
    bad: ['none', 'true'],
  },
  ALLOW_UNAUTHENTICATED: {
    // It only decides whether MCP_AUTH=off may hold in production.
    read: () => undefined,
    development: undefined,
    good: { true: undefined, false: undefined },
    bad: noTruths,
  },
  ALLOW_WEAK_SECRETS: {
    read: () => undefined,
    development: undefined,
    good: { true: undefined, false: undefined },
    bad: noTruths,
  },
  DPOP_REQUIRED: {
    read: ({ auth }) => auth.dpopRequired,
    development: false,
    good: { true: true, false: false },
    bad: noTruths,
  },
  API_KEY: {
    read: ({ auth }) => auth.apiKey,
    development: undefined,
    good: { 'a-first-key': 'a-first-key' },
    bad: ['two words', 'line\n', 'schlüssel'],
  },
  JWT_SECRET: {
    read: ({ auth }) => (auth.jwtSecretGenerated ? 'generated' : auth.jwtSecret),
    development: 'generated',
    production: strong,
    good: { short: 'short', ' every byte counts ': ' every byte counts ' },
    bad: [],
  },
  JWT_PRIVATE_KEY: {
    read: ({ auth }) => auth.privateKeys.map((key) => key.asymmetricKeyType),
    development: [],
    good: {
      [pem('rsa', { modulusLength: 2048 })]: ['rsa'],
      [pem('ec', { namedCurve: 'P-256' }).replaceAll('\n', '\\n')]: ['ec'],
      [`${pem('ed25519')}${pem('ec', { namedCurve: 'P-256' })}`]: ['ed25519', 'ec'],
    },
    bad: [
      'a key',
      pem('rsa', { modulusLength: 1024 }),
      pem('rsa', { modulusLength: 2048, publicExponent: 3 }),
      pem('ec', { namedCurve: 'P-384' }),
      pem('ed25519') + pem('x25519'),
    ],
  },
  MCP_BASE_SCOPES: {
    read: ({ auth }) => auth.baseScopes,
    development: [],
    good: { 'mcp:connect, mcp:read': ['mcp:connect', 'mcp:read'] },
    bad: ['two words', 'a"b', ','],
  },
  STDIO_SCOPES: {
    read: ({ auth }) => auth.stdioScopes,
    development: [],
    good: { 'invoices:read, invoices:pay': ['invoices:read', 'invoices:pay'], '*': ['*'] },
    bad: ['two words', 'a"b', ','],
  },
  JWT_ISSUER: {
    read: ({ identityProvider }) => identityProvider.issuer,
    development: undefined,
    good: {
      'https://login.example.com': 'https://login.example.com',
      'https://LOGIN/': 'https://LOGIN/',
    },
    bad: noWebUrls,
  },
  JWT_AUDIENCE: {
    read: ({ identityProvider }) => identityProvider.audiences,
    development: [],
    good: { 'api://mcp,other': ['api://mcp', 'other'] },
    bad: ['two words'],
  },
  JWT_AUDIENCE_CLAIM: {
    read: ({ identityProvider }) => identityProvider.audienceClaims,
    development: ['aud'],
    good: { client_id: ['client_id'] },
    bad: ['two words'],
  },
  AUTH_PROVIDERS: {
    read: ({ signIn }) => signIn.providers ?? 'nobody',
    development: 'sample-people',
    production: 'nobody',
    good: { 'deploy/sign-in.yaml': 'deploy/sign-in.yaml', none: 'nobody' },
    bad: [],
  },
  AUTH_ISSUERS: {
    read: ({ signIn }) => signIn.issuers,
    development: undefined,
    good: { 'deploy/issuers.yaml': 'deploy/issuers.yaml' },
    bad: [],
  },
  AUTH_CLIENT_SECRETS: {
    read: ({ signIn }) => [...signIn.clientSecrets],
    development: [],
    good: {
      'entra=a=b,google=c': [
        ['entra', 'a=b'],
        ['google', 'c'],
      ],
    },
    bad: ['entra', '=x'],
  },
  AUTH_SEALING_KEYS: {
    read: ({ signIn }) => signIn.sealingKeys,
    development: [],
    good: {
      [`${'n'.repeat(32)},${'o'.repeat(32)}`]: ['n'.repeat(32), 'o'.repeat(32)],
    },
    bad: ['short', `${'n'.repeat(32)},short`],
  },
  JWKS_URL: {
    read: ({ identityProvider }) => identityProvider.jwksUrl,
    development: undefined,
    with: { JWT_ISSUER: 'http://keycloak:8080' },
    good: { 'http://keycloak:8080/certs': 'http://keycloak:8080/certs' },
    bad: noWebUrls,
  },
  JWT_SUBJECT_CLAIM: {
    read: ({ identityProvider }) => identityProvider.subjectClaims,
    development: ['sub'],
    good: { 'oid,sub': ['oid', 'sub'] },
    bad: ['two words'],
  },
  JWT_CLIENT_CLAIM: {
    read: ({ identityProvider }) => identityProvider.clientClaims,
    development: ['client_id', 'azp', 'appid', 'cid'],
    good: { azp: ['azp'] },
    bad: ['two words'],
  },
  JWT_SCOPES_CLAIM: {
    read: ({ identityProvider }) => identityProvider.scopesClaims,
    development: ['scope', 'scp'],
    good: {
      'cognito:groups,realm_access.roles': ['cognito:groups', 'realm_access.roles'],
      'https://example.com/roles': ['https://example.com/roles'],
    },
    bad: ['two words'],
  },
  JWT_SCOPE_PREFIX: {
    read: ({ identityProvider }) => identityProvider.scopePrefix,
    development: '',
    good: { 'api://mcp/': 'api://mcp/' },
    bad: ['a b', 'a"'],
  },
  JWT_REQUIRED_CLAIMS: {
    read: ({ identityProvider }) => identityProvider.requiredClaims,
    development: [],
    good: {
      'token_use=access,a=b=c': [
        ['token_use', 'access'],
        ['a', 'b=c'],
      ],
    },
    bad: ['token_use', '=x', 'x='],
  },
  JWT_CLOCK_TOLERANCE: {
    read: ({ identityProvider }) => identityProvider.clockToleranceMs,
    development: 30_000,
    good: { ...durations, '0': 0 },
    bad: [...noDurations, '6m'],
  },
  CORS_ORIGINS: {
    read: ({ http }) => http.corsOrigins,
    development: ['http://localhost', 'http://127.0.0.1', 'http://[::1]'],
    good: {
      'https://a.example.com, http://localhost:3000,': [
        'https://a.example.com',
        'http://localhost:3000',
      ],
      'vscode-webview://panel': ['vscode-webview://panel'],
    },
    bad: [
      '*',
      'https://*.example.com',
      'https://a.com/',
      'https://a.com/x',
      'a.com',
      'null',
      'https://A.com',
      ',',
    ],
  },
  ALLOWED_HOSTS: {
    read: ({ http }) => http.allowedHosts,
    development: ['localhost', '127.0.0.1', '[::1]'],
    production: ['mcp.example.com'],
    good: {
      'MCP.example.com,*.example.com,[::1],my_service': [
        'mcp.example.com',
        '*.example.com',
        '[::1]',
        'my_service',
      ],
    },
    bad: ['*', 'a.com:443', 'https://a.com', '::1', 'a..com', 'a.*.com', '*a.com', '[a]'],
  },
  PUBLIC_PATHS: {
    read: ({ http }) => http.publicPaths,
    development: undefined,
    good: {
      '/health, /mcp/*,/.well-known/*': ['/health', '/mcp/*', '/.well-known/*'],
    },
    bad: [
      '*',
      '/*',
      '/',
      'mcp',
      '/mcp/',
      '/mcp*',
      '/mcp/*/x',
      '/mcp//x',
      '/a b',
      '/%61dmin',
      '/a?b',
    ],
  },
  MAX_REQUEST_BYTES: {
    read: ({ http }) => http.maxRequestBytes,
    development: 1_048_576,
    good: sizes,
    bad: noSizes,
  },
  ALLOW_LARGE_REQUESTS: {
    read: () => undefined,
    development: undefined,
    good: { true: undefined, false: undefined },
    bad: noTruths,
  },
  MAX_CONNECTIONS: {
    read: ({ http }) => http.maxConnections,
    development: 20_000,
    good: { '1': 1 },
    bad: ['0', 'all'],
  },
  TRUSTED_PROXIES: {
    read: ({ http }) => http.trustedProxies,
    development: [],
    good: {
      '10.1.2.3, 2001:db8::/32': ['10.1.2.3/32', '2001:db8::/32'],
      loopback: ['127.0.0.0/8', '::1/128'],
    },
    bad: [
      '*',
      'true',
      '1',
      '0.0.0.0/0',
      '10.0.0.0/33',
      '10.0.0/8',
      '::/129',
      'fe80::1%eth0',
      '10.0.0.0/8/8',
    ],
  },
  ALLOW_WIDE_TRUST: {
    read: () => undefined,
    development: undefined,
    good: { true: undefined, false: undefined },
    bad: noTruths,
  },
  CLIENT_ADDRESS_HEADER: {
    read: ({ http }) => http.clientAddressHeader,
    development: 'x-forwarded-for',
    good: { 'CF-Connecting-IP': 'cf-connecting-ip' },
    bad: ['x-client-ip', 'host'],
  },
  LOG_LEVEL: {
    read: ({ logging }) => logging.level,
    development: 'info',
    good: { WARN: 'warn', trace: 'trace', silent: 'silent' },
    bad: ['verbose', '3'],
  },
  LOG_FILE: {
    read: ({ logging }) => logging.file,
    development: undefined,
    good: { 'logs/api.log': 'logs/api.log' },
    bad: [],
  },
  LOG_FILE_SIZE: {
    read: ({ logging }) => logging.maxFileBytes,
    development: 104_857_600,
    good: { '64KiB': 65_536, '1GiB': 1_073_741_824 },
    bad: ['1KiB', 'much', '0'],
  },
  LOG_FILE_COUNT: {
    read: ({ logging }) => logging.keptFiles,
    development: 5,
    good: { '0': 0, '20': 20 },
    bad: ['-1', 'all', '1001'],
  },
  ACCESS_LOG: {
    read: ({ logging }) => logging.access,
    development: true,
    good: truths,
    bad: noTruths,
  },
  DEBUG: { read: ({ logging }) => logging.debug, development: false, good: truths, bad: noTruths },
  SENTRY_DSN: {
    read: ({ telemetry }) => telemetry.sentryDsn,
    development: undefined,
    good: { 'https://key@o1.ingest.sentry.io/2': 'https://key@o1.ingest.sentry.io/2' },
    bad: ['https://o1.ingest.sentry.io/2', 'https://key@o1.ingest.sentry.io', 'key'],
  },
  ENABLE_METRICS: {
    read: ({ telemetry }) => telemetry.metrics,
    development: true,
    good: truths,
    bad: noTruths,
  },
  ENABLE_TRACING: {
    read: ({ telemetry }) => telemetry.tracing,
    development: false,
    good: truths,
    bad: noTruths,
  },
  TRACE_ARGUMENTS: {
    read: ({ telemetry }) => telemetry.tracedArguments,
    development: [],
    good: { 'find_invoice.number': ['find_invoice.number'], 'a.b.c , d.e': ['a.b.c', 'd.e'] },
    bad: ['find_invoice', 'find_invoice.', '.number', '*'],
  },
  AUDIT: {
    read: ({ audit }) => audit.mode,
    development: 'best-effort',
    good: { 'best-effort': 'best-effort', STRICT: 'strict', off: 'off' },
    bad: ['besteffort', 'true'],
  },
  AUDIT_ARGUMENTS: {
    read: ({ audit }) => audit.arguments,
    development: 'redacted',
    good: { none: 'none', hash: 'hash', redacted: 'redacted', Full: 'full' },
    bad: ['all', 'sha256'],
  },
  AUDIT_SPOOL_DIR: {
    read: ({ audit }) => audit.spoolDirectory,
    development: undefined,
    good: { '/var/lib/mcp/audit': '/var/lib/mcp/audit' },
    bad: [],
  },
  AUDIT_RETENTION: {
    read: ({ audit }) => audit.retentionDays,
    development: 365,
    good: { '1': 1, '36500': 36_500 },
    bad: ['0', '-1', '36501', '90d', '1.5'],
  },
  RATE_LIMIT_REQUESTS: {
    read: ({ rateLimit }) => rateLimit.requests,
    development: 100,
    good: { '1': 1 },
    bad: ['0', '-1', 'many'],
  },
  RATE_LIMIT_WINDOW: {
    read: ({ rateLimit }) => rateLimit.windowMs,
    development: 60_000,
    good: durations,
    bad: [...noDurations, '999ms'],
  },
  RATE_LIMIT_DAILY: {
    read: ({ rateLimit }) => rateLimit.daily,
    development: undefined,
    good: { '5': 5 },
    bad: ['0', '-1', '1.5'],
  },
  CALLER_SHARE: {
    read: ({ rateLimit }) => rateLimit.callerShare,
    development: 0.25,
    good: { '1': 0.01, '100': 1 },
    bad: ['0', '101', '25%'],
  },
  TOOL_TIMEOUT: {
    read: ({ mcp }) => mcp.toolTimeoutMs,
    development: 60_000,
    good: { ...durations, '500ms': 500, '2h': 7_200_000 },
    bad: [...noDurations, '0'],
  },
  MAX_RESULT_BYTES: {
    read: ({ mcp }) => mcp.maxResultBytes,
    development: 1_048_576,
    good: sizes,
    bad: noSizes,
  },
  MCP_SESSIONS: {
    read: ({ mcp }) => mcp.sessions,
    development: true,
    production: false,
    good: { auto: true, OFF: false },
    bad: ['on', 'true'],
  },
  MAX_CONCURRENT_CALLS: {
    read: ({ mcp }) => mcp.maxConcurrentCalls,
    development: 1_000,
    good: { '1': 1 },
    bad: ['0', 'all'],
  },
  MAX_QUEUED_CALLS: {
    read: ({ mcp }) => mcp.maxQueuedCalls,
    development: 100,
    good: { '0': 0 },
    bad: ['-1', 'all'],
  },
  MAX_SESSIONS: {
    read: ({ mcp }) => mcp.maxSessions,
    development: 10_000,
    good: { '5': 5 },
    bad: ['0', 'all'],
  },
  SESSION_IDLE_TIMEOUT: {
    read: ({ mcp }) => mcp.sessionIdleTimeoutMs,
    development: 1_800_000,
    good: durations,
    bad: [...noDurations, '0'],
  },
  LIST_PAGE_SIZE: {
    read: ({ mcp }) => mcp.listPageSize,
    development: 1_000,
    good: { '50': 50 },
    bad: ['0', '1k'],
  },
  CONTEXT_HEADERS: {
    read: ({ mcp }) => mcp.contextHeaders,
    development: ['accept-language', 'user-agent', 'x-request-id', 'traceparent'],
    good: {
      'X-Tenant, idempotency-key,': ['x-tenant', 'idempotency-key'],
      'x-author,tokens-left': ['x-author', 'tokens-left'],
    },
    bad: [
      ' ,',
      'x tenant',
      'x-tenant: 1',
      'Authorization',
      'proxy-authorization',
      'x-tenant,cookie',
      'set-cookie',
      'x-api-key',
      'apikey',
      'x-auth-token',
      'mcp-session-id',
      'x-amz-security-token',
      'ocp-apim-subscription-key',
      'x-goog-iap-jwt-assertion',
      'x-hub-signature-256',
    ],
  },
  TASK_CONCURRENCY: {
    read: ({ tasks }) => tasks.concurrency,
    development: undefined,
    good: { '0': 0, '50': 50 },
    bad: ['-1', '10001', 'many'],
  },
  TASK_TIMEOUT: {
    read: ({ tasks }) => tasks.timeoutMs,
    development: 3_600_000,
    good: durations,
    bad: ['5 m', '-1', '0', '1d', '169h'],
  },
  TASK_TTL: {
    read: ({ tasks }) => tasks.ttlMs,
    development: 86_400_000,
    good: { '1m': 60_000, '720h': 2_592_000_000 },
    bad: ['59s', '0', '2161h', 'ever'],
  },
  TASK_TRIES: {
    read: ({ tasks }) => tasks.tries,
    development: 3,
    good: { '1': 1, '100': 100 },
    bad: ['0', '101', 'often'],
  },
  MAX_TASKS_PER_CALLER: {
    read: ({ tasks }) => tasks.maxPerCaller,
    development: 100,
    good: { '1': 1, '5000': 5_000 },
    bad: ['0', 'all'],
  },
  APPROVAL_TTL: {
    read: ({ approvals }) => approvals.ttlMs,
    development: 86_400_000,
    good: { '1m': 60_000, '720h': 2_592_000_000 },
    bad: ['59s', '0', '2161h', 'ever'],
  },
  APPROVAL_WEBHOOK_URL: {
    read: ({ approvals }) => approvals.webhookUrl,
    development: undefined,
    with: { APPROVAL_WEBHOOK_SECRET: webhookSecret },
    good: { 'https://approvals.example.com/mcp': 'https://approvals.example.com/mcp' },
    bad: noWebUrls,
  },
  APPROVAL_WEBHOOK_SECRET: {
    read: ({ approvals }) => approvals.webhookSecret,
    development: undefined,
    good: { [webhookSecret]: webhookSecret },
    bad: ['whsec_', 'whsec_c2hvcnQ=', webhookSecret.slice(6), `${webhookSecret}!`],
  },
  WORKER_PORT: {
    read: ({ worker }) => worker.port,
    development: 8_001,
    good: { '0': 0, '9001': 9_001 },
    bad: ['70000', 'tcp://10.0.0.1:8001'],
  },
  SCHEMA_WAIT: {
    read: ({ worker }) => worker.schemaWaitMs,
    development: 300_000,
    good: { '0s': 0, '10m': 600_000 },
    bad: ['2h', '-1s', 'ever'],
  },
  SCALING_PROTECTED: {
    read: ({ scaling }) => scaling.protectedNames,
    development: [],
    good: { 'worker, redis': ['worker', 'redis'] },
    bad: [','],
  },
  SCALING_CONFIG: {
    read: ({ scaling }) => scaling.file,
    development: 'deploy/scaling.yaml',
    good: { '/etc/app/scaling.yaml': '/etc/app/scaling.yaml' },
    bad: [],
  },
};

describe.each(Object.entries(expectations))(
  '%s',
  (name, { read, development, production, good, bad, with: others }) => {
    const inProduction = production ?? development;

    it('has its default in development and in tests', () => {
      expect(read(loadConfig({}))).toEqual(development);
      if (name !== 'ENVIRONMENT' && name !== 'DEPLOYMENT')
        expect(read(loadConfig({ ENVIRONMENT: 'test' }))).toEqual(development);
    });

    it('has its default, or what production asks for, in production', () => {
      expect(read(loadConfig(productionEnvironment({ JWT_SECRET: strong })))).toEqual(inProduction);
    });

    it.each(['', '   '])('counts as unset when it is %j', (blank) => {
      expect(read(loadConfig({ [name]: blank }))).toEqual(development);
    });

    it.each(Object.entries(good))('takes %j', (text, value) => {
      expect(read(loadConfig({ ...others, [name]: text }))).toEqual(value);
    });

    if (bad.length > 0) {
      it.each(bad)('refuses %j', (text) => {
        expect(faultsOf({ ...others, [name]: text }).map((fault) => fault.name)).toEqual([name]);
      });
    }
  },
);

describe('the table of variables', () => {
  it('has each variable in one section', () => {
    const names = sections.flatMap((section) => Object.keys(section.variables));
    expect(names).toEqual(Object.keys(variables));
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(Object.entries(variables))(
    'says what %s does and allows',
    (_name, { description, schema }) => {
      expect(description).toMatch(/^.+\.$/);
      expect(schema.description).toEqual(expect.any(String));
    },
  );
});
