import { randomBytes } from 'node:crypto';
import { isWellKnownSecret } from './weak-secret';

describe('a well-known secret', () => {
  it.each([
    'secret',
    'changeme',
    'Change-Me!',
    'your-256-bit-secret',
    'your-256-bit-secret-your-512-bit-secret',
    'a-string-secret-at-least-256-bits-long',
    'super-secret-jwt-token-with-at-least-32-characters-long',
    'please-change-in-production-0123456789',
    'a'.repeat(64),
    '0123456789abcdef'.repeat(4),
    '1122334411223344556655661122334',
  ])('%s is recognized', (secret) => {
    expect(isWellKnownSecret(secret)).toBe(true);
  });

  it.each(['hex', 'base64', 'base64url'] as const)(
    'is not what a generator makes in %s',
    (encoding) => {
      const made = Array.from({ length: 200 }, () => randomBytes(32).toString(encoding));
      expect(made.filter(isWellKnownSecret)).toEqual([]);
    },
  );
});
