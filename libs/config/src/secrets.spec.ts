import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { ConfigError } from './config.error';
import type { Config } from './config';
import { loadConfig } from './load-config';

/** Long enough not to be found by chance; every character that an environment can hold. */
const secret = fc
  .string({ unit: 'grapheme-ascii', minLength: 10, maxLength: 60 })
  .filter((text) => text.trim() === text);
const word = fc.stringMatching(/^[A-Za-z0-9]{12,40}$/);

/** All ways a section is likely to reach a log, a report or another process. */
function appearances(config: Config): readonly string[] {
  const parts = [config, ...config.sections()];
  return parts.flatMap((part) => [
    String(part),
    JSON.stringify(part),
    JSON.stringify({ ...part }),
    inspect(part, { depth: 10 }),
    inspect(part, { depth: 10, showHidden: true, customInspect: false }),
    inspect({ nested: { ...part } }, { depth: 10 }),
    inspect(structuredClone({ ...part, sections: undefined }), { depth: 10 }),
    Object.values(part).join(),
  ]);
}

/** All that a faulty environment shows, but for the stack, which has the frames of this spec. */
function errorText(environment: Record<string, string>): string {
  try {
    loadConfig(environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [String(error), JSON.stringify(error), inspect(error.faults)].join('\n');
  }
  throw new Error('The environment was expected to be faulty');
}

describe('a secret', () => {
  it('is what a section gives when asked for it', () => {
    const config = loadConfig({
      JWT_SECRET: 'a secret',
      DATABASE_URL: 'postgres://user:pw@host/db',
    });
    expect(config.auth.jwtSecret).toBe('a secret');
    expect(config.database.url).toBe('postgres://user:pw@host/db');
  });

  it('is shown as masked, so that one sees that it is set', () => {
    const config = loadConfig({ API_KEY: 'a-secret', DATABASE_URL: 'postgres://user:pw@host/db' });
    expect(inspect(config.auth)).toContain("apiKey: '***'");
    expect(String(config.database)).toContain('"url":"postgres://user:***@host/db"');
    expect(JSON.stringify(config)).toContain('"jwtSecret":"***"');
  });

  it('never appears in the text of a configuration', () => {
    fc.assert(
      fc.property(fc.uniqueArray(word, { minLength: 6, maxLength: 6 }), (words) => {
        const [
          apiKey = '',
          jwtSecret = '',
          database = '',
          redis = '',
          sentry = '',
          generated = '',
        ] = words;
        const environment = {
          API_KEY: apiKey,
          DATABASE_URL: `postgres://user:${database}@host/db?sslpassword=${database}`,
          REDIS_URL: `redis://:${redis}@host`,
          SENTRY_DSN: `https://${sentry}@host/1`,
        };
        const shown = [
          ...appearances(loadConfig({ ...environment, JWT_SECRET: jwtSecret })),
          ...appearances(loadConfig(environment, { generateSecret: () => generated })),
        ].join('\n');
        for (const hidden of words) expect(shown).not.toContain(hidden);
      }),
      { numRuns: 50 },
    );
  });

  it('never appears in a fault, however it was misplaced', () => {
    const withoutIt = errorText(misplaced('a'.repeat(12)));
    fc.assert(
      fc.property(secret, (text) => {
        const shown = errorText(misplaced(text));
        // A quote or backslash is escaped where it is shown, so look for the pieces between them.
        const pieces = text.split(/["'\\\s]/).filter((piece) => piece.length >= 8);
        for (const piece of pieces)
          if (!withoutIt.includes(piece)) expect(shown).not.toContain(piece);
      }),
      { numRuns: 300 },
    );
  });
});

/** A faulty environment with a secret in every place where one may end up. */
function misplaced(text: string): Record<string, string> {
  return {
    ENVIRONMENT: 'production',
    PORT: 'faulty',
    API_KEY: `${text} ü`,
    JWT_SECRET: text.slice(0, 31),
    JWT_PRIVATE_KEY: `-----BEGIN PRIVATE KEY-----${text}-----END PRIVATE KEY-----`,
    PUBLIC_URL: `https://user:${text}@host`,
    DATABASE_URL: `mysql://user:${text}@host/db`,
    REDIS_URL: `rediss+sentinel://:${text}@host`,
    SENTRY_DSN: text,
    JWT_ISSUER: `https://user:${text}@host`,
    JWKS_URL: `https://user:${text}@host:port`,
    CORS_ORIGINS: `https://user:${text}@host`,
    ALLOWED_HOSTS: `user:${text}@host`,
    PUBLIC_PATHS: `https://user:${text}@host/mcp`,
  };
}
