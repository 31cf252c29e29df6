import { loadConfig } from './load-config';
import type { RawEnvironment } from './parse-variables';
import { faultTexts } from './testing/faults-of';
import { productionEnvironment } from './testing/production-environment';

const KEY = '5f0d1c9b8a7e6d4c3b2a19080f1e2d3c';

/** The risk, what is refused for it, and the variable that the fault names. */
const refused: readonly [risk: string, RawEnvironment, name: string][] = [
  ['ALLOW_WEAK_SECRETS', { API_KEY: KEY.slice(1) }, 'API_KEY'],
  ['ALLOW_WEAK_SECRETS', { JWT_SECRET: 'abcdefghijklmnopqrstuvwxyz0123456789' }, 'JWT_SECRET'],
  ['ALLOW_WEAK_SECRETS', { JWT_SECRET: 'qwertyuiopasdfghjklzxcvbnm1234567890' }, 'JWT_SECRET'],
  ['ALLOW_WEAK_SECRETS', { JWT_SECRET: 'https://mcp.example.com/oauth/token' }, 'JWT_SECRET'],
  ['ALLOW_WEAK_SECRETS', { JWT_SECRET: 'we sign all of our tokens with this' }, 'JWT_SECRET'],
  ['ALLOW_INSECURE_CONNECTIONS', { PUBLIC_URL: 'http://mcp.example.com' }, 'PUBLIC_URL'],
  ['ALLOW_INSECURE_CONNECTIONS', { JWT_ISSUER: 'http://login.internal' }, 'JWT_ISSUER'],
  [
    'ALLOW_INSECURE_CONNECTIONS',
    {
      APPROVAL_WEBHOOK_URL: 'http://approvals.internal',
      APPROVAL_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}`,
    },
    'APPROVAL_WEBHOOK_URL',
  ],
  ['ALLOW_INSECURE_CONNECTIONS', { SENTRY_DSN: 'http://key@sentry.internal/1' }, 'SENTRY_DSN'],
  [
    'ALLOW_INSECURE_CONNECTIONS',
    { JWT_ISSUER: 'https://login.internal', JWKS_URL: 'HTTP://login.internal/keys' },
    'JWKS_URL',
  ],
  [
    'ALLOW_INSECURE_CONNECTIONS',
    { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
    'NODE_TLS_REJECT_UNAUTHORIZED',
  ],
  ['ALLOW_INSECURE_CONNECTIONS', { REDIS_URL: 'rediss://redis.internal:6379' }, 'REDIS_URL'],
  ['ALLOW_INSECURE_CONNECTIONS', { REDIS_URL: 'redis+cluster://127.0.0.1,other' }, 'REDIS_URL'],
  ['ALLOW_WIDE_TRUST', { ALLOWED_HOSTS: 'mcp.example.com,*.com' }, 'ALLOWED_HOSTS'],
  ['ALLOW_WIDE_TRUST', { ALLOWED_HOSTS: '*.co.uk' }, 'ALLOWED_HOSTS'],
  ['ALLOW_WIDE_TRUST', { ALLOWED_HOSTS: '*.github.io' }, 'ALLOWED_HOSTS'],
  ['ALLOW_WIDE_TRUST', { TRUSTED_PROXIES: 'private,0.0.0.0/1' }, 'TRUSTED_PROXIES'],
  ['ALLOW_WIDE_TRUST', { TRUSTED_PROXIES: '128.0.0.0/7' }, 'TRUSTED_PROXIES'],
  ['ALLOW_WIDE_TRUST', { TRUSTED_PROXIES: '2000::/3' }, 'TRUSTED_PROXIES'],
  ['ALLOW_WIDE_TRUST', { TRUSTED_PROXIES: '::ffff:0:0/96' }, 'TRUSTED_PROXIES'],
  ['ALLOW_LARGE_REQUESTS', { MAX_REQUEST_BYTES: '65MiB' }, 'MAX_REQUEST_BYTES'],
];

describe('what production refuses', () => {
  it.each(refused)('unless %s says so: %j', (risk, environment, name) => {
    const [text = '', ...more] = faultTexts(productionEnvironment(environment));
    expect(more).toEqual([]);
    expect(text).toMatch(new RegExp(`^${name}: found .*, or this together with ${risk}=true; .`));

    const meant = productionEnvironment({ ...environment, [risk]: 'true' });
    expect(loadConfig(meant).warnings).toContain(
      `${risk} is true: production goes without that check.`,
    );
    const others = [...new Set(refused.map(([other]) => other))].filter((other) => other !== risk);
    const notMeant = Object.fromEntries(others.map((other) => [other, 'true']));
    expect(faultTexts(productionEnvironment({ ...environment, ...notMeant }))).toHaveLength(1);
    expect(faultTexts({ ...environment })).toEqual([]);
  });

  it('is told all at once, and no secret with it', () => {
    const issuer = { JWT_ISSUER: 'http://login.internal' };
    const all = Object.assign({}, ...refused.map(([, it]) => it), issuer) as object;
    const names = faultTexts(productionEnvironment({ ...all })).map((text) => text.split(':')[0]);
    expect([...new Set(names)].sort()).toEqual([...new Set(refused.map(([, , it]) => it))].sort());
  });

  it.each<RawEnvironment>([
    { API_KEY: KEY },
    { PUBLIC_URL: 'http://localhost:8000', SENTRY_DSN: 'http://key@127.0.0.1:9000/1' },
    { REDIS_URL: 'redis://127.0.0.1:6379' },
    { REDIS_URL: 'redis+sentinel://:password@one,two/main' },
    { NODE_TLS_REJECT_UNAUTHORIZED: '1' },
    { ALLOWED_HOSTS: '*.example.com,*.example.co.uk,*.me.github.io,localhost' },
    { ALLOWED_HOSTS: '*.lambda-url.eu-central-1.on.aws' },
    { TRUSTED_PROXIES: 'private,loopback,10.0.0.0/8,2600:1f00::/24' },
    { MAX_REQUEST_BYTES: '64MiB' },
  ])('is not %j', (environment) => {
    expect(faultTexts(productionEnvironment(environment))).toEqual([]);
  });

  it('is a start that Node takes for one of production, without ENVIRONMENT', () => {
    expect(faultTexts({ NODE_ENV: 'production' })).toEqual([
      expect.stringMatching(/^ENVIRONMENT: found nothing, beside NODE_ENV=production/),
    ]);
    expect(faultTexts({ NODE_ENV: 'production', ENVIRONMENT: 'development' })).toEqual([]);
  });
});
