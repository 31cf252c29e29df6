import { describeFound, maskUrl, quoteMasked } from './mask';

describe('a URL that is shown', () => {
  it.each([
    ['postgres://user:password@host:5432/db', 'postgres://user:***@host:5432/db'],
    ['postgres://host/db', 'postgres://host/db'],
    ['redis://:password@host', 'redis://:***@host'],
    ['redis://token@host/0', 'redis://***@host/0'],
    ['redis+cluster://a:1,b:2', 'redis+cluster://a:1,b:2'],
    ['rediss+cluster://token@a,b', 'rediss+cluster://***@a,b'],
    [
      'redis+sentinel://u:hidden@a:1,b:2/main/0?sentinelPassword=hidden',
      'redis+sentinel://u:***@a:1,b:2/main/0?***',
    ],
    ['postgres://host/db?password=hidden', 'postgres://host/db?***'],
    ['postgres://user:p%40ss@host/db#hidden', 'postgres://user:***@host/db?***'],
  ])('%s is %s', (url, shown) => {
    expect(maskUrl(url)).toBe(shown);
  });

  it.each([
    'postgres://user:pass/word@host/db',
    'postgres://user:12/word@host/db',
    'postgres://user:12?word@host/db',
    'postgres://user:12#word@host/db',
    'postgres://user:p@12/word@host/db',
    'postgres://user:p@ss@host/db',
    'mysql:user:password@host',
    'redis+sentinel://:pass/word@a,b/main',
    'redis+sentinel://:pass@word@a,b/main',
    'user:password@host',
    'password',
  ])('%s is masked whole, for a part of the password could be anywhere', (url) => {
    expect(maskUrl(url)).toBe('***');
  });
});

describe('a found value', () => {
  it('is quoted when it is no secret', () => {
    expect(describeFound('80a')).toBe('"80a"');
  });

  it('is its length when it is secret', () => {
    expect(describeFound('schlüssel', 'value')).toBe('a value of 10 bytes (masked)');
    expect(describeFound('no url', 'credentials')).toBe('a value of 6 bytes (masked)');
  });

  it('is masked even where no credentials belong', () => {
    expect(quoteMasked('https://user:password@host')).toBe('"https://user:***@host/"');
    expect(quoteMasked('https://a.com,https://user:password@host')).toBe('"***"');
  });
});
