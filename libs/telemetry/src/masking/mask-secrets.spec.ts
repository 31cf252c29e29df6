import { identity } from '@repo/config';
import * as fc from 'fast-check';
import { maskSecrets } from './mask-secrets';
import { maskText } from './secret-masker';

const mask = (text: string) => maskText(text, maskSecrets);

const KEY_ID = `${identity.credentialPrefix}_mk_${'0123456789abcdef0123'}_`;
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln';

describe('free text for the log', () => {
  it.each([
    ['a bearer token', 'failed with Bearer abc.def-123=', 'failed with Bearer ***'],
    ['basic credentials', 'authorization: Basic dXNlcjpwYXNz', 'authorization: Basic ***'],
    ['credentials of another scheme', 'Authorization: ApiKey a.b', 'Authorization: ApiKey ***'],
    ['a JWT', `token ${JWT} expired`, 'token *** expired'],
    ['a JWT after a hyphen', `a my-session-${JWT}`, 'a my-session-***'],
    ['a JWT after an underscore', `id_token_${JWT}`, 'id_token_***'],
    ['an encrypted JWT', `got ${JWT}.YQ.Yg`, 'got ***'],
    ['the credentials of a URL', 'postgres://app:secret@db/app', 'postgres://***@db/app'],
    ['a key of this platform', `key ${KEY_ID}${'aB3-_'.repeat(10)}.`, `key ${KEY_ID}***.`],
    ['a part of such a key', `key ${KEY_ID}aB3`, `key ${KEY_ID}***`],
    ['a header with a key', 'X-Api-Key: abc123, Accept: */*', 'X-Api-Key: ***, Accept: */*'],
    ['cookies', 'GET /\nCookie: a=b; c=d\nAccept: x', 'GET /\nCookie: ***\nAccept: x'],
    ['a password in JSON', '{"user":"a","password":"p\\"w"}', '{"user":"a","password":"***"}'],
    ['a password in an object that was printed', "{ password: 'p w' }", "{ password: '***' }"],
    ['a password in YAML', 'password: "p w"', 'password: "***"'],
    ['a secret in a form', 'a=b&client_secret=x%20y&c=d', 'a=b&client_secret=***&c=d'],
    ['a token in a query', 'GET /x?access_token=abc HTTP', 'GET /x?access_token=*** HTTP'],
    ['a secret that was cut', '{"clientSecret":"abc', '{"clientSecret":"***'],
    [
      'a private key',
      '-----BEGIN PRIVATE KEY-----\nMIIEvQ\nabc=\n-----END PRIVATE KEY-----',
      '-----BEGIN PRIVATE KEY-----***-----END PRIVATE KEY-----',
    ],
  ])('does not show %s', (_what, text, shown) => {
    expect(mask(text)).toBe(shown);
    // As a log line has it, and a log line of another program inside of it.
    const line = (inner: string) => JSON.stringify({ msg: `first\n${inner}`, next: 'stays' });
    expect(JSON.parse(maskSecrets(line(text)))).toEqual({ msg: `first\n${shown}`, next: 'stays' });
    expect(maskSecrets(line(line(text)))).toBe(line(line(shown)));
  });

  it.each([
    'connect ECONNREFUSED 10.0.0.1:5432',
    'JWT_SECRET: found nothing, allowed: at least 32 bytes',
    'Unexpected token, "a" is not valid JSON',
    '{"context":"Token","msg":"A token was refused: it has expired"}',
    'https://example.com/@scope/package',
    'postgres://app:***@db:5432/app',
  ])('is left alone without a secret: %s', (text) => {
    expect(mask(text)).toBe(text);
  });

  it('shows no part of a password, whatever it is and however deep the JSON, which stays JSON', () => {
    const anything = fc.string({ unit: 'grapheme', maxLength: 30 });
    fc.assert(
      fc.property(anything, fc.nat(4), anything, (password, depth, rest) => {
        let value: object = { password, next: 'stays' };
        for (let level = 0; level < depth; level += 1) {
          value = { msg: JSON.stringify(value), rest: JSON.stringify({ rest }), next: 'stays' };
        }
        let shown = JSON.parse(maskSecrets(JSON.stringify(value))) as Record<string, string>;
        for (let level = 0; level < depth; level += 1) {
          expect(shown['next']).toBe('stays');
          shown = JSON.parse(shown['msg'] ?? '') as Record<string, string>;
        }
        expect(shown).toEqual({ password: password === '' ? '' : '***', next: 'stays' });
      }),
      { numRuns: 2_000 },
    );
  });

  it('leaves every line of JSON one, whatever a stranger had written to it', () => {
    const pieces = [
      ...['"', "'", '\\', '\n', ' ', ':', '=', '@', '.', '-', '://', 'a', 'eyJ', 'n'],
      ...['password', 'Bearer ', 'authorization:', 'Cookie: ', 'token"', KEY_ID],
      '-----BEGIN PRIVATE KEY-----',
    ];
    const text = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((all) => all.join(''));
    fc.assert(
      fc.property(text, text, (msg, password) => {
        const line = JSON.stringify({ msg, password, next: 'stays' });
        expect(JSON.parse(maskSecrets(line))).toMatchObject({ next: 'stays' });
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ...[
      'a',
      'a:',
      'eyJ',
      'eyJ-',
      '-eyJ',
      '-eyJ.',
      'a_',
      'eyJ.',
      'eyJa.b',
      '\\',
      '://',
      '://a',
      '/',
    ],
    ...['@', ' ', '"', "'"],
    ...['Bearer ', 'authorization: ', 'x-api-key:', 'cookie: ', 'password', 'password"', 'token='],
    ...['password":"', '\\"password\\":\\"', "token:'", KEY_ID, '-----BEGIN PRIVATE KEY-----'],
  ])('costs no more than its length: %j again and again', (piece) => {
    const time = (length: number) => {
      const text = piece.repeat(length / piece.length) + '!';
      const start = process.cpuUsage();
      mask(text);
      const { user, system } = process.cpuUsage(start);
      return user + system;
    };
    time(100_000);
    // Microseconds of CPU. A quadratic one takes seconds.
    expect(time(1_000_000)).toBeLessThan(500_000);
  });
});
