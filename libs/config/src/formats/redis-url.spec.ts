import { parseRedisUrl, RedisUrlError } from './redis-url';

describe('a Redis URL', () => {
  it.each([
    [
      'redis://cache',
      { kind: 'single', tls: false, nodes: [{ host: 'cache', port: 6379 }], db: 0 },
    ],
    [
      'rediss://:p%40ss@[::1]:7000/3',
      { kind: 'single', tls: true, nodes: [{ host: '::1', port: 7000 }], password: 'p@ss', db: 3 },
    ],
    [
      'redis+sentinel://user:pw@h1,h2:26380/main/2?sentinelPassword=guard',
      {
        kind: 'sentinel',
        tls: false,
        nodes: [
          { host: 'h1', port: 26_379 },
          { host: 'h2', port: 26_380 },
        ],
        username: 'user',
        password: 'pw',
        sentinelPassword: 'guard',
        primary: 'main',
        db: 2,
      },
    ],
    [
      'REDISS+CLUSTER://h1:6379,h2/0',
      {
        kind: 'cluster',
        tls: true,
        nodes: [
          { host: 'h1', port: 6379 },
          { host: 'h2', port: 6379 },
        ],
        db: 0,
      },
    ],
  ])('%s is taken apart', (url, address) => {
    expect(parseRedisUrl(url)).toEqual(address);
  });

  it.each([
    ['redis:cache', /no such URL/],
    ['redis://:pass@word@cache', /write @ as %40/],
    ['redis://:50%@cache', /% itself as %25/],
    ['redis://a,b', /redis\+sentinel:\/\/ or redis\+cluster:\/\//],
    ['redis://cache:70000', /port of 1 to 65535/],
    ['redis://cache/main', /number of a database/],
    ['redis://cache?family=6', /only redis\+sentinel:\/\/ has a query/],
    ['redis+sentinel://a,b', /primary's name/],
    ['redis+sentinel://a,b/main/0/1', /number of a database/],
    ['redis+cluster://a,b/1', /database 0 only/],
    ['redis+cluster://a,,b', /each host/],
  ])('%s is refused with what is wrong', (url, message) => {
    expect(() => parseRedisUrl(url)).toThrow(RedisUrlError);
    expect(() => parseRedisUrl(url)).toThrow(message);
  });
});
