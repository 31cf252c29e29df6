import { wantsGzip } from './gzip';

const asked = (accept: string | undefined) => ({ 'accept-encoding': accept });

describe('gzip', () => {
  it.each([
    ['gzip', true],
    ['br, GZIP;q=0.5', true],
    ['*', true],
    ['gzip;q=0', false],
    ['gzip; q=0.0, *', false],
    ['identity', false],
    ['x-gzip', false],
    [undefined, false],
  ])('for a client that accepts %s: %s', (accept, expected) => {
    expect(wantsGzip(asked(accept), 'x'.repeat(1_000))).toBe(expected);
  });

  it.each([
    ['x'.repeat(999), false],
    ['x'.repeat(1_000), true],
    ['é'.repeat(499), false],
    ['é'.repeat(500), true],
  ])('begins at a thousand bytes', (body, expected) => {
    expect(wantsGzip(asked('gzip'), body)).toBe(expected);
  });
});
