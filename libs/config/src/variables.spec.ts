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
  /** Texts and what they come to. */
  readonly good: Readonly<Record<string, unknown>>;
  readonly bad: readonly string[];
}

const strong = 'Zm9yIGEgc3BlYyBvbmx5LCBidXQgbG9uZyBlbm91Z2gh';
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
  SHUTDOWN_GRACE: {
    read: ({ server }) => server.shutdownGraceMs,
    development: 10_000,
    good: { ...durations, '0': 0 },
    bad: [...noDurations, '11m'],
  },
  DATABASE_URL: {
    read: ({ database }) => database.url,
    development: undefined,
    production: 'postgres://acme@db.internal/acme',
    good: {
      'postgres://acme:pw@db/acme': 'postgres://acme:pw@db/acme',
      'postgresql:///acme': 'postgresql:///acme',
    },
    bad: ['mysql://db/acme', 'db/acme', 'postgres:acme', 'postgres://db:port/acme'],
  },
  REDIS_URL: {
    read: ({ redis }) => redis.url,
    development: undefined,
    good: {
      'redis://localhost:6379/0': 'redis://localhost:6379/0',
      'rediss://:pw@cache': 'rediss://:pw@cache',
    },
    bad: ['http://cache', 'cache:6379', 'redis:cache', 'redis+sentinel://cache/primary'],
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
  JWT_ISSUER: {
    read: ({ auth }) => auth.issuer,
    development: undefined,
    good: {
      'https://login.example.com': 'https://login.example.com',
      'https://LOGIN/': 'https://LOGIN/',
    },
    bad: noWebUrls,
  },
  JWT_AUDIENCE: {
    read: ({ auth }) => auth.audience,
    development: undefined,
    good: { 'api://mcp': 'api://mcp' },
    bad: [],
  },
  JWKS_URL: {
    read: ({ auth }) => auth.jwksUrl,
    development: undefined,
    good: { 'http://keycloak:8080/certs': 'http://keycloak:8080/certs' },
    bad: noWebUrls,
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
  MAX_REQUEST_BYTES: {
    read: ({ http }) => http.maxRequestBytes,
    development: 4_194_304,
    good: sizes,
    bad: noSizes,
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
  SCALING_CONFIG: {
    read: ({ scaling }) => scaling.file,
    development: 'deploy/scaling.yaml',
    good: { '/etc/acme/scaling.yaml': '/etc/acme/scaling.yaml' },
    bad: [],
  },
};

describe.each(Object.entries(expectations))(
  '%s',
  (name, { read, development, production, good, bad }) => {
    const inProduction = production ?? development;

    it('has its default in development and in tests', () => {
      expect(read(loadConfig({}))).toEqual(development);
      if (name !== 'ENVIRONMENT')
        expect(read(loadConfig({ ENVIRONMENT: 'test' }))).toEqual(development);
    });

    it('has its default, or what production asks for, in production', () => {
      expect(read(loadConfig(productionEnvironment({ JWT_SECRET: strong })))).toEqual(inProduction);
    });

    it.each(['', '   '])('counts as unset when it is %j', (blank) => {
      expect(read(loadConfig({ [name]: blank }))).toEqual(development);
    });

    it.each(Object.entries(good))('takes %j', (text, value) => {
      expect(read(loadConfig({ [name]: text }))).toEqual(value);
    });

    if (bad.length > 0) {
      it.each(bad)('refuses %j', (text) => {
        expect(faultsOf({ [name]: text }).map((fault) => fault.name)).toEqual([name]);
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
