import { ConfigError } from './config.error';
import { loadConfig } from './load-config';
import type { RawEnvironment } from './parse-variables';
import { faultTexts } from './testing/faults-of';
import { productionEnvironment } from './testing/production-environment';

describe('a faulty environment', () => {
  it('has all its faults reported together', () => {
    const environment = { PORT: '80a', WORKERS: '0', DEBUG: 'maybe' };

    expect(() => loadConfig(environment)).toThrow(ConfigError);
    expect(() => loadConfig(environment)).toThrow(
      [
        'The environment has 3 faults:',
        '  PORT: found "80a", allowed: an integer from 0 to 65535',
        '  WORKERS: found "0", allowed: an integer from 1 to 256',
        '  DEBUG: found "maybe", allowed: true, 1, yes, on or false, 0, no, off',
      ].join('\n'),
    );
  });

  it('has the faults of single variables and of production reported together', () => {
    const texts = faultTexts({
      ENVIRONMENT: 'production',
      PORT: 'x',
      MCP_AUTH: 'off',
      METRICS_PORT: '99999',
    });
    expect(texts.map((text) => text.split(':')[0])).toEqual([
      'PORT',
      'METRICS_PORT',
      'DATABASE_URL',
      'JWT_SECRET',
      'MCP_AUTH',
    ]);
  });

  it('shows a found value on one line and not at any length', () => {
    const [text] = faultTexts({ PORT: `1\n${'2'.repeat(5_000)}` });
    expect(text).toContain('found "1\\n222');
    expect(text?.length).toBeLessThan(250);
  });

  it('names the entries of a list that are wrong, and what to write for a star', () => {
    expect(faultTexts({ CORS_ORIGINS: 'https://a.com,https://b.com/' })).toEqual([
      'CORS_ORIGINS: found "https://a.com,https://b.com/", allowed: a comma-separated list of origins, ' +
        'each scheme://host[:port] without path or trailing slash; "https://b.com/" is not an origin',
    ]);
    expect(faultTexts({ CORS_ORIGINS: '*' })[0]).toMatch(
      /credentials, write every origin in full, such as https:/,
    );
    expect(faultTexts(productionEnvironment({ CORS_ORIGINS: '*' }))).toHaveLength(1);
  });
});

describe('the metrics port', () => {
  it('must not be the port of the API', () => {
    expect(faultTexts({ PORT: '9000', METRICS_PORT: '9000' })).toEqual([
      'METRICS_PORT: found "9000", which is PORT, allowed: another port than PORT, or 0 for any free one; ' +
        'leave it unset to serve /metrics on PORT',
    ]);
  });

  it('may be any free one beside an API on any free one', () => {
    expect(loadConfig({ PORT: '0', METRICS_PORT: '0' }).server).toMatchObject({
      port: 0,
      metricsPort: 0,
    });
  });
});

describe('the keys of an identity provider', () => {
  it('are of no use without its issuer', () => {
    expect(faultTexts({ JWKS_URL: 'https://login.example.com/jwks' })).toEqual([
      expect.stringMatching(/^JWT_ISSUER: found nothing, allowed: the issuer whose keys/),
    ]);
  });
});

describe('notices of approvals', () => {
  it('are signed', () => {
    expect(faultTexts({ APPROVAL_WEBHOOK_URL: 'https://approvals.example.com' })).toEqual([
      expect.stringMatching(/^APPROVAL_WEBHOOK_SECRET: found nothing/),
    ]);
  });
});

describe('production', () => {
  it('needs a database and a secret', () => {
    expect(faultTexts({ ENVIRONMENT: 'Production' })).toEqual([
      'DATABASE_URL: found nothing, allowed: a postgres:// or postgresql:// URL; it is required in production',
      'JWT_SECRET: found nothing, allowed: at least 32 bytes that are not a well-known example; ' +
        'it is required in production unless JWT_ISSUER or JWT_PRIVATE_KEY is set; try: openssl rand -base64 48',
      'PUBLIC_URL: found nothing, allowed: the URL at which clients reach this server, such as https://mcp.example.com; ' +
        'it is required in production: tokens are issued for it, and clients find the sign-in by it',
    ]);
  });

  it('needs no public URL where nobody is asked to sign in', () => {
    const open = { PUBLIC_URL: '', MCP_AUTH: 'off', ALLOW_UNAUTHENTICATED: 'true' };
    expect(faultTexts(productionEnvironment(open))).toEqual([]);
    expect(faultTexts(productionEnvironment({ PUBLIC_URL: '' }))).toHaveLength(1);
  });

  it('refuses a short secret without showing it', () => {
    expect(faultTexts(productionEnvironment({ JWT_SECRET: '8 bytes!' }))).toEqual([
      'JWT_SECRET: found a value of 8 bytes (masked), allowed: at least 32 bytes that are not a well-known example; ' +
        'try: openssl rand -base64 48',
    ]);
  });

  it('counts the bytes of a secret, not its characters', () => {
    const sixteenCharacters = 'äöüßéèêàâîôûçñøå';
    expect(faultTexts(productionEnvironment({ JWT_SECRET: sixteenCharacters }))).toEqual([]);
  });

  it('refuses a long secret that is well known', () => {
    const secret = 'a-string-secret-at-least-256-bits-long';
    expect(faultTexts(productionEnvironment({ JWT_SECRET: secret }))[0]).toMatch(
      /^JWT_SECRET: found a value of 38 b/,
    );
  });

  it('has no secret of its own with an outside identity provider', () => {
    const environment = productionEnvironment({
      JWT_SECRET: '',
      JWT_ISSUER: 'https://login.example.com/',
    });
    expect(loadConfig(environment).auth.jwtSecret).toBeUndefined();
    expect(loadConfig(environment).auth.jwtSecretGenerated).toBe(false);
  });

  it('lets everyone in only when that is said twice', () => {
    const open = productionEnvironment({ MCP_AUTH: 'off' });
    expect(faultTexts(open)).toEqual([
      expect.stringMatching(/^MCP_AUTH: .*ALLOW_UNAUTHENTICATED=true/),
    ]);
    expect(faultTexts({ ...open, ALLOW_UNAUTHENTICATED: 'false' })).toHaveLength(1);
    expect(faultTexts({ ...open, ALLOW_UNAUTHENTICATED: 'ture' })).toEqual([
      expect.stringMatching(/^ALLOW_UNAUTHENTICATED: found "ture"/),
    ]);
    expect(loadConfig({ ...open, ALLOW_UNAUTHENTICATED: 'true' }).auth.mcpAuth).toBe('off');
  });
});

describe('the secret of development', () => {
  it('is made at each start and strong enough for production', () => {
    const [first, second] = [loadConfig({}).auth, loadConfig({}).auth];
    expect(first.jwtSecretGenerated).toBe(true);
    expect(first.jwtSecret).not.toBe(second.jwtSecret);
    expect(faultTexts(productionEnvironment({ JWT_SECRET: first.jwtSecret }))).toEqual([]);
  });

  it('comes from the caller where one is to be known', () => {
    expect(loadConfig({}, { generateSecret: () => 'known' }).auth.jwtSecret).toBe('known');
  });
});

describe('the log level', () => {
  it.each([
    [{ DEBUG: 'true' }, 'debug'],
    [{ DEBUG: 'true', LOG_LEVEL: 'warn' }, 'warn'],
    [{ DEBUG: 'false' }, 'info'],
  ])('for %j is %s', (environment, level) => {
    expect(loadConfig(environment).logging.level).toBe(level);
  });
});

describe('sessions of older clients', () => {
  const redis = { REDIS_URL: 'redis://cache' };
  it.each<[string, RawEnvironment, boolean, RegExp]>([
    ['are kept in the memory of a single process', {}, true, /memory of this process/],
    ['are shared through Redis', { ...redis, WORKERS: '4' }, true, /through Redis/],
    [
      'are not given by several processes without Redis',
      { WORKERS: '4' },
      false,
      /WORKERS is 4 .* set REDIS_URL/,
    ],
    [
      'are not given when they are off',
      { ...redis, MCP_SESSIONS: 'off' },
      false,
      /MCP_SESSIONS is off/,
    ],
  ])('%s', (_behaviour, environment, sessions, why) => {
    const { mcp } = loadConfig(environment);
    expect(mcp.sessions).toBe(sessions);
    expect(mcp.sessionsWhy).toMatch(why);
    expect(mcp.sessionsWhy).toMatch(/^[^\n]+\.$/);
  });
});

describe('warnings', () => {
  it('are not raised by a sound environment', () => {
    expect(loadConfig({}).warnings).toEqual([]);
    expect(loadConfig(productionEnvironment()).warnings).toEqual([]);
  });

  it('name what a misspelt variable was meant to be, and not its value', () => {
    expect(loadConfig({ TOOL_TIMEOUTS: '5m', jwt_secret: 'hidden' }).warnings).toEqual([
      'TOOL_TIMEOUTS is not a variable of this project; did you mean TOOL_TIMEOUT?',
      'jwt_secret is not a variable of this project; did you mean JWT_SECRET?',
    ]);
  });

  it('are not raised by a neighbour of a variable that is set', () => {
    expect(loadConfig({ REDIS_URI: 'redis://a', REDIS_URL: 'redis://a' }).warnings).toEqual([]);
  });

  it.each<[string, RawEnvironment]>([
    [
      'NODE_ENV is production, but ENVIRONMENT is development',
      { NODE_ENV: 'production', ENVIRONMENT: 'development' },
    ],
    ['ALLOWED_HOSTS is not set', productionEnvironment({ ALLOWED_HOSTS: '' })],
    ['MCP_AUTH is off', productionEnvironment({ MCP_AUTH: 'off', ALLOW_UNAUTHENTICATED: 'yes' })],
    ['CLIENT_ADDRESS_HEADER is not read', { CLIENT_ADDRESS_HEADER: 'x-real-ip' }],
    ['ALLOW_WEAK_SECRETS is true', productionEnvironment({ ALLOW_WEAK_SECRETS: 'true' })],
  ])('say that %s', (beginning, environment) => {
    expect(loadConfig(environment).warnings).toEqual([expect.stringContaining(beginning)]);
  });

  it('do not speak of the public name to a process that needs none', () => {
    const environment = productionEnvironment({ ALLOWED_HOSTS: '' });
    expect(loadConfig(environment, { notRequired: ['ALLOWED_HOSTS'] }).warnings).toEqual([]);
  });

  it('begin with those of the caller', () => {
    expect(loadConfig({ MCP_AUHT: 'off' }, { warnings: ['first'] }).warnings[0]).toBe('first');
  });
});
