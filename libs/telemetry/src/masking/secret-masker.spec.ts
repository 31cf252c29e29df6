import { loadConfig } from '@repo/config';
import { createLogger } from '../logging/create-logger';
import { LogLines } from '../testing/log-lines';
import { secretMasker } from './secret-masker';

const secrets = {
  JWT_SECRET: 'ein "Geheimnis" \\ mit $& allem',
  API_KEY: 'plain-static-key',
  DATABASE_URL: 'postgres://app:pg%20pass%2Fword@db.internal/app?sslpassword=key-pass-word',
  REDIS_URL: 'redis+sentinel://:redis-pass@one:1,two:2/main?sentinelPassword=sentinel-pass',
  SENTRY_DSN: 'https://sentrykey@o1.ingest.sentry.io/2',
  STRIPE_API_KEY: 'sk_live_of_a_fork',
};
const parts = [
  ...[secrets.JWT_SECRET, secrets.API_KEY, secrets.STRIPE_API_KEY, secrets.SENTRY_DSN],
  ...['pg%20pass%2Fword', 'pg pass/word', 'key-pass-word', 'redis-pass', 'sentinel-pass'],
  'sentrykey',
];

describe('the secrets of this process', () => {
  it.each(parts)(
    'are shown in no log line, as they are or inside of JSON or a URL: %s',
    (secret) => {
      const log = new LogLines();
      const config = loadConfig(secrets);
      const logger = createLogger({
        name: 'test',
        level: 'info',
        destination: log,
        secrets: config.secrets,
      });
      const error = new Error(`failed with ${secret}`, { cause: new Error(secret) });
      logger
        .child({ bound: secret })
        .error({ err: error, deep: { in: [secret] } }, `${secret} failed`);
      logger.info({
        body: JSON.stringify({ it: secret }),
        url: `/x?${encodeURIComponent(secret)}`,
      });
      const shown = JSON.stringify(log.lines);
      for (const spelling of [
        secret,
        encodeURIComponent(secret),
        JSON.stringify(secret).slice(1, -1),
      ])
        expect(shown).not.toContain(spelling);
      expect(log.lines).toEqual([
        expect.objectContaining({ bound: '***', msg: '*** failed', deep: { in: ['***'] } }),
        expect.objectContaining({ url: '/x?***' }),
      ]);
    },
  );

  it('are not seen in the n of a line break, which would break the line', () => {
    const mask = secretMasker(['new-secret', '\\back"slash']);
    const line = JSON.stringify({ msg: '\new-secret', next: '\\new-secret \\\\back"slash' });
    expect(JSON.parse(mask(line))).toEqual({ msg: '\new-secret', next: '\\*** \\***' });
  });

  it('are masked longest first, so that no rest of one stays', () => {
    const mask = secretMasker(['short-one', 'short-one-and-more']);
    expect(mask('a short-one-and-more and a short-one')).toBe('a *** and a ***');
  });

  it('are those that were made at this start, too', () => {
    const { secrets: found } = loadConfig({}, { generateSecret: () => 'made-at-this-start' });
    expect(found).toEqual(['made-at-this-start']);
  });

  it('are no short word, which would stand in a log by chance', () => {
    const { secrets: found } = loadConfig({ DATABASE_URL: 'postgres://app:app@localhost/app' });
    expect(found).not.toContain('app');
  });

  it('are no settings that only speak of secrets', () => {
    const environment = { JWT_SCOPES_CLAIM: 'permissions', JWT_CLOCK_TOLERANCE: '00000030s' };
    expect(loadConfig({ ...environment, JWT_SECRET: 'a-long-secret' }).secrets).toEqual([
      'a-long-secret',
    ]);
  });

  it('cost no more than the length of the text', () => {
    const mask = secretMasker(Array.from({ length: 30 }, (_, index) => 'a'.repeat(60) + index));
    const start = process.cpuUsage();
    mask('a'.repeat(1_000_000));
    expect(process.cpuUsage(start).user).toBeLessThan(1_000_000);
  });
});
