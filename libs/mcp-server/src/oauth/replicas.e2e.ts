import { SystemClock } from '@repo/foundation';
import { until } from '@repo/foundation/testing';
import { McpNotifier } from '@repo/mcp-core';
import { AdministeredApi } from '../testing/admin.fixture';
import { TestApi } from '../testing/api.fixture';
import { listen, openSession } from '../testing/streams.fixture';
import { fakeOnly } from '@repo/telemetry/testing';

/** Milliseconds in which a change must count everywhere; they pass when a test says so. */
const EVERYWHERE_MS = 5_000;

describe('two replicas on one database', () => {
  let system: AdministeredApi;
  let other: TestApi;
  beforeAll(async () => {
    // What is looked at every few seconds.
    fakeOnly('setInterval', 'clearInterval');
    const environment = { PUBLIC_URL: 'https://mcp.example.com', ALLOWED_HOSTS: '127.0.0.1' };
    system = await AdministeredApi.start(environment, { replicas: 2 });
    other = system.replicas[1]!;
  });
  afterAll(async () => {
    await system.stop();
    jest.useRealTimers();
  });

  it('let each other’s clients in at once, and within 5 s out', async () => {
    const made = await system.admin('POST', '', { name: 'both', scopes: [] });
    const { key } = await system.admin('POST', `/${made.id}/keys`, { name: 'key' });
    const token = (await system.token(system.formOf(made))).body['access_token'] ?? '';
    const calls = async () => [
      await system.statusWith(token, other),
      await system.statusWith(key, other),
    ];
    const statusOfGrant = async () => (await system.token(system.formOf(made), {}, other)).status;
    expect([...(await calls()), await statusOfGrant()]).toEqual([200, 200, 200]);

    await system.admin('POST', `/${made.id}/disable`);
    jest.advanceTimersByTime(EVERYWHERE_MS);
    await until(async () => (await calls()).every((status) => status === 401));
    expect(await statusOfGrant()).toBe(401);
    await system.admin('POST', `/${made.id}/enable`);
    jest.advanceTimersByTime(EVERYWHERE_MS);
    await until(async () => (await calls()).every((status) => status === 200));
  });

  it.each<[string, object]>([
    ['is revoked', {}],
    ['has expired', { expiresAt: new Date(Date.now() + 30_000).toISOString() }],
    ['is of a client that was disabled', {}],
  ])('end the streams of a key that %s, within 5 s', async (how, more) => {
    const name = how.replaceAll(' ', '-');
    const client = await system.admin('POST', '', { name, scopes: [] });
    const made = await system.admin('POST', `/${client.id}/keys`, { name, ...more });
    const lasting = await system.admin('POST', '', { name: `lasting-${name}`, scopes: [] });
    const { key } = await system.admin('POST', `/${lasting.id}/keys`, { name });
    const streams = await Promise.all([
      listen(system.api, made.key),
      listen(other, made.key),
      openSession(system.api, made.key),
      openSession(other, made.key),
    ]);
    const stays = await listen(other, key);
    if (how === 'is revoked') await system.admin('DELETE', `/${client.id}/keys/${made.id}`);
    else if (how !== 'has expired') await system.admin('POST', `/${client.id}/disable`);
    const began = Date.now();
    jest.spyOn(SystemClock.prototype, 'now').mockImplementation(() => {
      const passed = Date.now() - began;
      return began + passed + (how === 'has expired' ? 30_000 : 0);
    });
    // Looks and polls come by the clock of the test, the answers of the database by its own.
    let ended = 0;
    for (const stream of streams) void stream.text().then(() => (ended += 1));
    await until(() => {
      jest.advanceTimersByTime(2_000);
      return ended === streams.length;
    });
    other.get(McpNotifier).toolsChanged();
    const part = await stays.body!.getReader().read();
    expect(part.done).toBe(false);
    jest.restoreAllMocks();
  });

  it('notice what is changed by hand', async () => {
    const made = await system.admin('POST', '', { name: 'by-hand', scopes: [] });
    const { key } = await system.admin('POST', `/${made.id}/keys`, { name: 'key' });
    expect(await system.statusWith(key, other)).toBe(200);
    await system.database.dataSource.query(
      `UPDATE auth_client SET disabled_at = now() WHERE name = 'by-hand'`,
    );
    jest.advanceTimersByTime(EVERYWHERE_MS);
    await until(async () => (await system.statusWith(key, other)) === 401);
  });
});

describe('a replica whose database is away', () => {
  it('goes on with what it knows, and refuses nobody for good', async () => {
    const system = await AdministeredApi.start({ AUDIT: 'off' });
    const made = await system.admin('POST', '', { name: 'known', scopes: [] });
    const { key } = await system.admin('POST', `/${made.id}/keys`, { name: 'key' });
    const unseen = await system.admin('POST', `/${made.id}/keys`, { name: 'unseen' });
    const token = (await system.token(system.formOf(made))).body['access_token'] ?? '';
    expect(await system.statusWith(key)).toBe(200);

    await system.database.drop();
    expect(await system.statusWith(token)).toBe(200);
    expect(await system.statusWith(key)).toBe(200);
    expect(await system.statusWith(unseen.key)).toBe(503);
    const answer = await system.token(system.formOf(made));
    expect([answer.status, answer.body['error']]).toEqual([503, 'temporarily_unavailable']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await system.admin('GET', '')).status).toBe(503);
    await system.stop();
  });
});
