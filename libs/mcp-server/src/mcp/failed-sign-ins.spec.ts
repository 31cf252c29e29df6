import { SystemClock } from '@repo/foundation';
import { TestApi } from '../testing/api.fixture';

const KEY = 'a-key-for-tests-with-enough-characters';
/** One for all: each test guesses from an address of its own. */
let api: TestApi;
beforeAll(async () => {
  // Blocks last as long as they do, however long this machine takes for a request.
  jest.spyOn(SystemClock.prototype, 'now').mockReturnValue(Date.now());
  const settings = { AUDIT: 'off', API_KEY: KEY, TRUSTED_PROXIES: 'loopback' };
  api = await TestApi.start(settings);
});
afterAll(async () => {
  await api.stop();
  jest.restoreAllMocks();
});

function statusOf(path: string, credential: string | undefined, address: string): Promise<number> {
  const headers = {
    'x-forwarded-for': address,
    ...(credential !== undefined && { authorization: `Bearer ${credential}` }),
  };
  return api.call('whoami', {}, { path, headers }).then(({ status }) => status);
}

async function failures(times: number, address: string): Promise<number[]> {
  const found: number[] = [];
  for (let sent = 0; sent < times; sent += 1) {
    found.push(await statusOf('/mcp', `guess-${sent}`, address));
  }
  return found;
}

describe('an address that guesses keys', () => {
  it('is blocked, with the right key too, and no other address is', async () => {
    expect(await failures(12, '203.0.113.1')).toEqual([...Array<number>(10).fill(401), 429, 429]);
    expect(await statusOf('/mcp', KEY, '203.0.113.1')).toBe(429);
    expect(await statusOf('/mcp', KEY, '203.0.113.2')).toBe(200);
  });

  it('is blocked at the admin API as well', async () => {
    await failures(10, '203.0.113.3');
    const headers = { 'x-forwarded-for': '203.0.113.3', 'x-api-key': KEY };
    const answer = await api.fetch('/admin/audit', { headers });
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('60');
  });

  it('is not let in again by a sign-in that succeeds in between', async () => {
    await failures(9, '203.0.113.4');
    expect(await statusOf('/mcp', KEY, '203.0.113.4')).toBe(200);
    await failures(1, '203.0.113.4');
    expect(await statusOf('/mcp', KEY, '203.0.113.4')).toBe(429);
  });

  it('may go on without signing in, where that is allowed', async () => {
    await failures(10, '203.0.113.5');
    expect(await statusOf('/mcp', undefined, '203.0.113.5')).toBe(200);
  });
});

describe('a client with no or an old token', () => {
  it('guesses nothing, however often it asks', async () => {
    for (let sent = 0; sent < 15; sent += 1) {
      expect(await statusOf('/mcp/protected', undefined, '203.0.113.6')).toBe(401);
    }
  });

  it('is told to sign in again, as often as it comes with a token that has expired', async () => {
    const claims = Buffer.from(JSON.stringify({ exp: 1 })).toString('base64url');
    for (let sent = 0; sent < 15; sent += 1) {
      expect(await statusOf('/mcp', `e30.${claims}.c2ln`, '203.0.113.7')).toBe(401);
    }
  });
});
