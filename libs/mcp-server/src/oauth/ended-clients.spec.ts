import { useCheapHashes } from '@repo/auth/testing';
import { until } from '@repo/foundation/testing';
import { AdministeredApi, type Made } from '../testing/admin.fixture';

/** More than make an address be shut out. */
const POLLS = 15;
const LIMIT = 40;

describe('a client that was disabled, and goes on polling', () => {
  let system: AdministeredApi;
  let disabled: Made;
  let key: string;
  let token: string;
  let good: string;
  beforeAll(async () => {
    useCheapHashes();
    system = await AdministeredApi.start({ RATE_LIMIT_REQUESTS: String(LIMIT) });
    disabled = await system.admin('POST', '', { name: 'disabled', scopes: [] });
    key = (await system.admin('POST', `/${disabled.id}/keys`, { name: 'key' })).key;
    token = (await system.token(system.formOf(disabled))).body['access_token'] ?? '';
    const { id } = await system.admin('POST', '', { name: 'good', scopes: [] });
    good = (await system.admin('POST', `/${id}/keys`, { name: 'key' })).key;
    await system.admin('POST', `/${disabled.id}/disable`);
  });
  afterAll(() => system.stop());

  const call = async (credential: string | undefined, address: string, path = '/mcp') => {
    const authorization = credential && { authorization: `Bearer ${credential}` };
    const headers = { 'x-forwarded-for': address, ...authorization };
    return (await system.api.call('whoami', {}, { path, headers })).status;
  };
  const times = async (count: number, poll: () => Promise<number>) => {
    const statuses = new Set<number>();
    for (let sent = 0; sent < count; sent += 1) statuses.add(await poll());
    return [...statuses];
  };

  it.each([
    ['its key', () => key, '203.0.113.1'],
    ['its token', () => token, '203.0.113.2'],
  ])('with %s, shuts out nobody of its address', async (_what, credential, address) => {
    expect(await times(POLLS, () => call(credential(), address))).toEqual([401]);
    expect(await call(good, address)).toBe(200);
  });

  it('with its secret, shuts out nobody of its address', async () => {
    const address = { 'x-forwarded-for': '203.0.113.3' };
    const ask = (form: Record<string, string>) =>
      system.token(form, address).then(({ status }) => status);
    expect(await times(POLLS, () => ask(system.formOf(disabled)))).toEqual([401]);
    const other = await system.admin('POST', '', { name: 'other', scopes: [] });
    expect(await ask(system.formOf(other))).toBe(200);
    expect(
      await times(POLLS, () => ask({ ...system.formOf(disabled), client_secret: 'x' })),
    ).toEqual([401, 429]);
  });

  it('has its requests counted as its own, and not as those of its address', async () => {
    const address = '203.0.113.4';
    expect((await times(LIMIT + 1, () => call(key, address))).at(-1)).toBe(429);
    expect(await call(undefined, address)).toBe(200);
  });

  it('is in the audit trail by its name', async () => {
    const path = `/admin/audit?outcome=refused&client=${disabled.id}`;
    const headers = { 'x-api-key': 'the-key-of-the-first-administrator' };
    await until(async () => {
      const answer = await system.api.fetch(path, { headers });
      return ((await answer.json()) as { records: object[] }).records.length > 0;
    });
  });
});
