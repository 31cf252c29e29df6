import { hasExpired } from './expired-token';

const NOW = Date.UTC(2026, 6, 28);

function token(claims: unknown): string {
  return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;
}

describe('a wrong credential', () => {
  it('was good once when it is a JWT that has expired', () => {
    expect(hasExpired(token({ exp: NOW / 1_000 }), NOW)).toBe(true);
    expect(hasExpired(token({ exp: NOW / 1_000 + 1 }), NOW)).toBe(false);
  });

  it.each([
    token({}),
    token({ exp: '0' }),
    token(null),
    token('exp'),
    token([]),
    `${token({ exp: 0 })}.more`,
    'e30.not json.c2ln',
    'e30..c2ln',
    'a-guessed-key',
    '..',
    '',
  ])('is a guess when it is %j', (credential) => {
    expect(hasExpired(credential, NOW)).toBe(false);
  });
});
