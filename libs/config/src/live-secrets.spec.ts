import { randomBytes } from 'node:crypto';
import { LiveSecrets } from './live-secrets';

const TOKEN = 'gho_16C7e42F292c6912E7710c838347Ae178B4a';

describe('a secret that came while the process ran', () => {
  const secrets = new LiveSecrets();
  secrets.add(TOKEN);
  secrets.add(`${TOKEN}-and-more`);
  secrets.add('new"secret');

  const bytes = (before: string) => Buffer.from(`${before}${TOKEN}, and after`);
  it.each([
    ['as it is', `a ${TOKEN} b`, 'a *** b'],
    ['joined to a word', `token_${TOKEN}x`, 'token_***x'],
    ['that begins like another', `${TOKEN}-and-more`, '***'],
    ['in JSON inside of JSON', JSON.stringify({ it: 'new"secret' }), '{"it":"***"}'],
    ['in a URL', `/x?a=${encodeURIComponent('new"secret')}`, '/x?a=***'],
  ])('is not shown %s', (_how, text, shown) => {
    expect(JSON.parse(secrets.mask(JSON.stringify(text)))).toBe(shown);
  });

  it.each(['', 'a', 'ab', 'abc'])(
    'is not shown in base64 or hexadecimal digits behind "%s"',
    (before) => {
      for (const encoding of ['base64', 'base64url', 'hex'] as const) {
        const masked = secrets.mask(bytes(before).toString(encoding));
        const read = Buffer.from(masked, encoding).toString('latin1');
        // What is around it is still read.
        expect(read).toMatch(/, and after$/);
        expect(read).not.toContain(TOKEN.slice(4, 12));
      }
    },
  );

  it('is not seen in the n of a line break, which would break the line', () => {
    const own = new LiveSecrets();
    own.add('new-secret');
    const line = JSON.stringify({ msg: '\new-secret', next: '\\new-secret' });
    expect(JSON.parse(own.mask(line))).toEqual({ msg: '\new-secret', next: '\\***' });
  });

  it('is no short text, which would stand anywhere', () => {
    const own = new LiveSecrets();
    own.add('short');
    expect(own.mask('a short text')).toBe('a short text');
  });

  it('is one of the latest, and no more are kept', () => {
    const own = new LiveSecrets();
    const made = Array.from({ length: 5_000 }, () => randomBytes(24).toString('base64url'));
    for (const secret of made) own.add(secret);
    expect(own.mask(made.slice(-1_000).join(' '))).toBe(Array(1_000).fill('***').join(' '));
    expect(own.mask(made[0]!)).toBe(made[0]);
  });

  it('costs no more than the length of the text, however many there are', () => {
    const own = new LiveSecrets();
    for (let n = 0; n < 1_000; n += 1) own.add('aaaaaaaa'.repeat(7) + n);
    const time = (text: string) => {
      const { user } = process.cpuUsage();
      own.mask(text);
      return process.cpuUsage().user - user;
    };
    const other = randomBytes(500_000).toString('hex');
    time(other);
    // Microseconds of CPU.
    expect(time(other)).toBeLessThan(500_000);
  });
});
