import { Logger } from '@nestjs/common';
import { FakeIdentityProvider, testKey, type Behaviour } from '../testing';
import { ManualClock } from '@repo/foundation/testing';
import { RemoteKeySet } from './remote-key-set';

const MINUTE = 60_000;
/** Milliseconds for a provider that answers, however busy the machine is, and for one that never ends. */
const [AMPLE_MS, UNREACHABLE_TIMEOUT_MS] = [20_000, 50];

const first = testKey('RS256', 'first');
const second = testKey('RS256', 'second');

describe("an identity provider's keys", () => {
  let provider: FakeIdentityProvider;
  let clock: ManualClock;
  let keys: RemoteKeySet;
  let limits: { timeoutMs: number; maxBytes: number };
  beforeEach(async () => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    provider = await FakeIdentityProvider.start([first]);
    clock = new ManualClock();
    limits = { timeoutMs: AMPLE_MS, maxBytes: 64 * 1024 };
    keys = new RemoteKeySet({ issuer: provider.issuer, jwksUrl: provider.jwksUrl, clock, limits });
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await provider.stop();
  });

  const rotate = () => (provider.keys = [second]);
  function become(behaviour: Behaviour) {
    provider.behaviour = behaviour;
    limits.timeoutMs = behaviour === 'slow' ? UNREACHABLE_TIMEOUT_MS : AMPLE_MS;
  }
  const broken: Behaviour[] = ['slow', 'huge', 'failing', 'redirecting', 'answering HTML'];

  it('are got once for many', async () => {
    const found = await Promise.all([1, 2, 3].map(async () => keys.find('first', 'RS256')));
    expect(new Set(found).size).toBe(1);
    expect(keys.find('first', 'RS256')).not.toBeInstanceOf(Promise);
    expect(provider.fetches).toBe(1);
  });

  it('are got again for an id that nobody has seen, but not more than once a minute', async () => {
    await keys.find('first', 'RS256');
    clock.advance(MINUTE);
    rotate();
    expect(await keys.find('second', 'RS256')).toBeDefined();
    for (const id of ['a', 'b', 'c']) expect(await keys.find(id, 'RS256')).toBeUndefined();
    expect(provider.fetches).toBe(2);
    clock.advance(MINUTE);
    expect(await keys.find('a', 'RS256')).toBeUndefined();
    expect(provider.fetches).toBe(3);
  });

  it('are got again after ten minutes, while nobody waits', async () => {
    await keys.find('first', 'RS256');
    rotate();
    clock.advance(10 * MINUTE);
    expect(keys.find('first', 'RS256')).toMatchObject({ id: 'first' });
    await keys.fetchAgain();
    expect(await keys.find('first', 'RS256')).toBeUndefined();
    expect(keys.find('second', 'RS256')).toMatchObject({ id: 'second' });
  });

  it('tell when they have changed, and only then', async () => {
    await keys.find('first', 'RS256');
    const { revision } = keys;
    const before = keys.find('first', 'RS256');
    clock.advance(MINUTE);
    await keys.fetchAgain();
    expect(keys.revision).toBe(revision);
    expect(keys.find('first', 'RS256')).toBe(before);
    rotate();
    clock.advance(MINUTE);
    await keys.fetchAgain();
    expect(keys.revision).toBe(revision + 1);
  });

  it.each(broken)('go on when it is %s later, and nobody waits for it', async (behaviour) => {
    await keys.find('first', 'RS256');
    become(behaviour);
    clock.advance(24 * 60 * MINUTE);
    expect(keys.find('first', 'RS256')).toMatchObject({ id: 'first' });
    await keys.fetchAgain();
    expect(keys.find('first', 'RS256')).toMatchObject({ id: 'first' });
    expect(await keys.find('unknown', 'RS256')).toBeUndefined();
  });

  it.each(broken)(
    'are not there when it is %s at first, which is no verdict',
    async (behaviour) => {
      become(behaviour);
      const asked = keys.find('first', 'RS256');
      await expect(asked).rejects.toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
      const { fetches } = provider;
      await expect(keys.find('first', 'RS256')).rejects.toMatchObject({ status: 503 });
      expect(provider.fetches).toBe(fetches);

      become('well');
      clock.advance(5_000);
      expect(await keys.find('first', 'RS256')).toBeDefined();
    },
  );

  it('are not looked for where a redirect leads', async () => {
    become('redirecting');
    await expect(keys.find('first', 'RS256')).rejects.toThrow();
    expect(provider.asked).not.toContain('/tenant/elsewhere');
  });

  it('are not there when it is down', async () => {
    const gone = await FakeIdentityProvider.start([first]);
    const { issuer, jwksUrl } = gone;
    await gone.stop();
    const down = new RemoteKeySet({ issuer, jwksUrl, clock });
    await expect(down.find('first', 'RS256')).rejects.toMatchObject({ status: 503 });
    expect(Logger.prototype.warn).toHaveBeenCalledWith(expect.stringContaining('ECONNREFUSED'));
  });

  describe('of which only the metadata tells', () => {
    const discovered = () =>
      new RemoteKeySet({ issuer: provider.issuer, jwksUrl: undefined, clock });

    it('are found by it', async () => {
      expect(await discovered().find('first', 'RS256')).toBeDefined();
    });

    it.each([
      { issuer: 'https://evil.example.com' },
      { jwks_uri: undefined },
      { jwks_uri: 'ftp://evil.example.com/keys' },
    ])('are not taken from metadata with %j', async (metadata) => {
      provider.metadata = metadata;
      await expect(discovered().find('first', 'RS256')).rejects.toMatchObject({ status: 503 });
      expect(provider.fetches).toBe(0);
    });
  });
});
