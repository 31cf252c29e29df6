import { CatalogError } from './catalog.error';
import { rateLimitOf, type RateLimitOption } from './rate-limit';

describe('the rate limit of a feature', () => {
  it.each<[RateLimitOption, number, number]>([
    ['10/min', 10, 60_000],
    ['1/s', 1, 1_000],
    ['500/h', 500, 3_600_000],
    ['9/day', 9, 86_400_000],
    [{ requests: 3, windowMs: 90_000 }, 3, 90_000],
  ])('%j is read', (option, requests, windowMs) => {
    expect(rateLimitOf(option, 'here')).toEqual({ requests, windowMs });
  });

  it('may be left out', () => {
    expect(rateLimitOf(undefined, 'here')).toBeUndefined();
  });

  it.each<unknown>([
    '0/min',
    '-1/min',
    '10/week',
    '10/constructor',
    '10',
    'many/min',
    '1.5/s',
    { requests: 0, windowMs: 1_000 },
    { requests: 1, windowMs: 999 },
    { requests: 1, windowMs: 1_500 },
    { requests: 1, windowMs: 86_401_000 },
    { requests: 1 },
    null,
    5,
  ])('%j stops the start, with what to write', (option) => {
    const read = () => rateLimitOf(option as RateLimitOption, 'Tools.find');
    expect(read).toThrow(CatalogError);
    expect(read).toThrow(/Tools\.find.*is no rate limit.*'10\/min'/s);
  });
});
