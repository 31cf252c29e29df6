import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import { SystemClock } from '@repo/foundation';
import { parseRules, type ReconcileResult, ScalingStore, type TargetRules } from '@repo/scaling';
import { TestApi } from '../../testing/api.fixture';

const RULES = `
time_zone: Europe/Berlin
targets:
  - { name: staging, platform: ecs, cluster: c, service: s, on_hours: { min: 2, desired: 3, max: 9 }, on_demand: { idle: 30m, size: { min: 1, max: 1 } }, price_per_replica_hour: 0.05 }
  - { name: shop, platform: container-instances, subscription: s, resource_group: r, container_group: g, on_hours: { min: 1, max: 1 } }
`;
const hour = 3_600_000;

/** The time of all clocks in this file: 13:00 in Berlin. */
const now = Date.UTC(2026, 10, 30, 12);

describe('/admin/scaling', () => {
  let database: TestDatabase;
  let api: TestApi;
  let store: ScalingStore;
  let targets: readonly TargetRules[];
  beforeAll(async () => {
    jest.spyOn(SystemClock.prototype, 'now').mockReturnValue(now);
    database = await withTestDatabase();
    api = await TestApi.start({ DATABASE_URL: database.url, API_KEY: 'key' });
    store = api.get(ScalingStore);
    targets = parseRules(RULES, { now: 0 }).rules?.targets ?? [];
    await seen('staging', 3, now - hour);
    await seen('shop', 1, now);
  });
  afterAll(async () => {
    await api.stop();
    await database.drop();
    jest.restoreAllMocks();
  });

  /** What a worker writes down after a look at a target. */
  async function seen(name: string, replicas: number, at: number): Promise<void> {
    const target = targets.find((one) => one.name === name) as TargetRules;
    const actual = { desired: replicas, ready: replicas, autoscaled: false, settled: true };
    const result: ReconcileResult = {
      ...{ target: name, at, action: 'none', outcome: 'unchanged', why: 'outside of its hours' },
      desired: { target: name, state: 'off', wanted: target.offHours, why: 'outside of its hours' },
      ...{ before: actual, after: actual },
    };
    await store.statuses.record({ target, result, currency: 'EUR' });
  }

  const key = { 'x-api-key': 'key' };
  const get = (path: string, headers: Record<string, string> = key) =>
    api.fetch(`/admin/scaling${path}`, { headers });
  const post = (path: string, body: unknown, headers: Record<string, string> = key) =>
    api.fetch(`/admin/scaling${path}`, {
      method: 'POST',
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  const drop = (path: string) =>
    api.fetch(`/admin/scaling${path}`, { method: 'DELETE', headers: key });
  const statusOf = async (name: string) =>
    (await json(await get(''))).targets.find(({ target }: { target: string }) => target === name);
  /** The names of the fields that make no sense. */
  async function faults(answer: Response): Promise<[number, string[]]> {
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const { errors } = await json(answer);
    return [answer.status, errors.map(({ field }: { field: string }) => field)];
  }

  it('tells how every target is, by what a worker wrote down', async () => {
    const answer = await get('');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const { targets: told, rules } = await json(answer);
    expect(rules).toBeNull();
    expect(told).toMatchObject([
      { target: 'shop', platform: 'container-instances', isStale: false, servesOnDemand: false },
      {
        target: 'staging',
        state: 'off',
        wanted: { min: 0, desired: 0, max: 0 },
        actual: { desired: 3, ready: 3, settled: true },
        why: 'outside of its hours',
        isStale: true,
        servesOnDemand: true,
        overrides: [],
        paused: null,
      },
    ]);
  });

  it('keeps a target up until a time, with who wants it and why', async () => {
    const order = { target: 'staging', until: '22:00', reason: '<b>demo</b>\n for the\0 board' };
    const placed = await post('/overrides', order);
    expect(placed.status).toBe(201);
    const override = await json(placed);
    expect(override).toMatchObject({
      target: 'staging',
      size: 'on_hours',
      reason: '<b>demo</b> for the board',
      createdBy: 'api-key',
    });
    // By the clock of the target, not of the server.
    const clock = { timeZone: 'Europe/Berlin', timeStyle: 'short' } as const;
    const ends = new Date(override.until);
    expect(new Intl.DateTimeFormat('de-DE', clock).format(ends)).toBe('22:00');
    expect((await statusOf('staging')).overrides).toEqual([override]);
    expect(await json(await get('/overrides'))).toEqual({ overrides: [override] });

    expect((await drop(`/overrides/${override.id}`)).status).toBe(200);
    expect((await drop(`/overrides/${override.id}`)).status).toBe(404);
    expect((await statusOf('staging')).overrides).toEqual([]);
    const { events } = await json(await get('/history?target=staging'));
    expect(
      events.map((event: Record<string, unknown>) => [event['action'], event['actor']]),
    ).toEqual([
      ['cancel_override', 'api-key'],
      ['override', 'api-key'],
    ]);
  });

  const until = new Date(now + hour).toISOString();
  it.each([
    ['an unknown target', { target: 'nobody', until }, 400, ['target']],
    ['a past end', { target: 'shop', until: '2020-01-01T00:00Z' }, 400, ['until']],
    [
      'an end before its start',
      { target: 'shop', from: '2099-01-01T00:00Z', until },
      400,
      ['until'],
    ],
    ['a year', { target: 'shop', until: '2099-01-01T00:00Z' }, 400, ['until']],
    ['a date that does not exist', { target: 'shop', until: '2027-02-30T10:00' }, 400, ['until']],
    ['nonsense', { target: 'shop', until: 'soon', from: 'now' }, 400, ['from', 'until']],
    ['10 KB of reason', { target: 'shop', until, reason: 'x'.repeat(10_240) }, 400, ['reason']],
    ['min over max', { target: 'shop', until, size: { min: 2, max: 1 } }, 400, ['size.min']],
    [
      'a size its platform cannot have',
      { target: 'shop', until, size: { min: 2, max: 2 } },
      400,
      ['size'],
    ],
    ['unknown fields', { target: 'shop', until, untill: 1 }, 400, ['untill']],
    ['nothing', {}, 400, ['target', 'until']],
  ])('refuses an override of %s, and says where', async (_what, order, status, fields) => {
    expect(await faults(await post('/overrides', order))).toEqual([status, fields]);
  });

  it('is paused and resumed, one target or all of them', async () => {
    expect((await post('/pause', { target: 'shop', reason: 'sale' })).status).toBe(200);
    expect((await statusOf('shop')).paused).toMatchObject({ by: 'api-key', reason: 'sale' });
    expect((await statusOf('staging')).paused).toBeNull();
    await post('/pause', { all: true, until });
    expect((await statusOf('staging')).paused).toMatchObject({ target: null, until });

    const left = { stillPaused: [expect.objectContaining({ target: 'shop' })] };
    expect(await json(await post('/resume', {}))).toEqual({ wasPaused: true, ...left });
    expect(await json(await post('/resume', {}))).toEqual({ wasPaused: false, ...left });
    expect((await statusOf('staging')).paused).toBeNull();
    await post('/resume', { target: 'shop' });
    expect((await statusOf('shop')).paused).toBeNull();
    expect(await faults(await post('/pause', { target: 'x' }))).toEqual([400, ['target']]);
    const wrong: [unknown, string[]][] = [
      [{ all: true, until: '2020-01-01T00:00Z' }, ['until']],
      [{}, ['target']],
      [{ until }, ['target']],
      [{ all: true }, ['until']],
      [{ all: false, until }, ['all']],
      [{ all: true, target: 'shop', until }, ['all']],
      [{ target: 'shop', until: '2099-01-01T00:00Z' }, ['until']],
    ];
    for (const [order, fields] of wrong) {
      expect(await faults(await post('/pause', order))).toEqual([400, fields]);
    }
    expect((await statusOf('shop')).paused).toBeNull();
  });

  it('wakes what serves on demand, and tells when it will be there', async () => {
    await seen('staging', 0, now - hour / 2);
    const answer = await post('/targets/staging/wake', undefined);
    expect(answer.status).toBe(202);
    expect(answer.headers.get('retry-after')).toBe('15');
    const wake = await json(answer);
    // No worker has looked for half an hour: nobody can follow.
    expect(wake).toMatchObject({
      ...{ target: 'staging', state: 'held' },
      whyNot: [{ code: 'no_worker', text: expect.stringContaining('12:30 Europe/Berlin') }],
    });
    expect(Date.parse(wake.until)).toBe(now + hour / 2);
    expect((await store.demand.of('staging'))?.lastSeen).toBe(now);
    expect(await faults(await post('/targets/shop/wake', undefined))).toEqual([422, ['target']]);
    expect(await faults(await post('/targets/none/wake', undefined))).toEqual([404, ['target']]);
  });

  it('pages through the history', async () => {
    const first = await json(await get('/history?limit=2'));
    const second = await json(await get(`/history?limit=1000&cursor=${first.next}`));
    expect(first.events).toHaveLength(2);
    expect(second.next).toBeNull();
    const times = [...first.events, ...second.events].map(({ at }: { at: string }) => at);
    expect(times).toEqual([...times].sort().reverse());
    const answer = await get('/history?limit=0&cursor=abc&from=x&colour=red');
    expect(await faults(answer)).toEqual([400, ['from', 'cursor', 'limit', 'colour']]);
  });

  it('tells what was saved, in replica-hours and money', async () => {
    await seen('staging', 0, now);
    const { total } = await json(await get('/savings?target=staging'));
    // Half an hour with three replicas, which is what it usually has, and half an hour with none.
    expect(total).toEqual({
      replicaHours: 1.5,
      savedReplicaHours: 1.5,
      savedMoney: { EUR: 0.075 },
    });
    expect(await faults(await get('/savings?from=2026-13'))).toEqual([400, ['from']]);
  });

  it('has it come up once a worker looks', async () => {
    const wake = await json(await post('/targets/staging/wake', undefined));
    expect(wake).toMatchObject({ state: 'waking', whyNot: [] });
  });

  it('asks for a scope of each route', async () => {
    const tokenOf = (scope: string) => ({
      authorization: `Bearer ${api.sign({ subject: 'ana', clientId: 'c', scopes: [scope], lifetime: 60 })}`,
    });
    expect((await get('', {})).status).toBe(401);
    expect((await get('', tokenOf('scaling:read'))).status).toBe(200);
    expect((await get('', tokenOf('scaling:write'))).status).toBe(403);
    const order = { target: 'shop', until };
    expect((await post('/overrides', order, tokenOf('scaling:read'))).status).toBe(403);
    const placed = await post('/overrides', order, tokenOf('scaling:write'));
    expect((await json(placed)).createdBy).toBe('ana');
    const wake = (scope: string) => post('/targets/staging/wake', undefined, tokenOf(scope));
    expect((await wake('scaling:write')).status).toBe(403);
    expect((await wake('scaling:wake')).status).toBe(202);
  });

  it('is in the description of the admin API, without the pages of the board', async () => {
    const { paths } = await json(await api.fetch('/openapi.json'));
    const own = Object.keys(paths).filter((path) => path.startsWith('/admin/scaling'));
    expect(own).toEqual(
      expect.arrayContaining([
        '/admin/scaling',
        '/admin/scaling/overrides',
        '/admin/scaling/overrides/{id}',
        '/admin/scaling/targets/{name}/wake',
      ]),
    );
    expect(paths['/admin/scaling/overrides'].post).toMatchObject({
      description: 'Needs the scope `scaling:write`.',
      requestBody: {
        content: { 'application/json': { schema: { required: ['target', 'until'] } } },
      },
    });
    const { parameters } = paths['/admin/scaling/history'].get;
    expect(parameters.map(({ name }: { name: string }) => name)).toContain('cursor');
    expect(Object.keys(paths).filter((path) => path.startsWith('/admin/queues'))).toEqual([]);
  });

  it('has tools that only those with the scope see and may call', async () => {
    const names = async (headers: Record<string, string>) => {
      const answer = await api.fetch('/mcp', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
          'mcp-protocol-version': '2026-07-28',
          'mcp-method': 'tools/list',
          ...headers,
        },
        body: JSON.stringify({
          jsonrpc: '2.0',
          id: 1,
          method: 'tools/list',
          params: {
            _meta: {
              'io.modelcontextprotocol/protocolVersion': '2026-07-28',
              'io.modelcontextprotocol/clientCapabilities': {},
            },
          },
        }),
      });
      const { result } = await json(answer);
      return result.tools
        .map(({ name }: { name: string }) => name)
        .filter((name: string) => name.startsWith('scaling_'))
        .sort();
    };
    const tokenOf = (...scopes: string[]) => ({
      authorization: `Bearer ${api.sign({ clientId: 'c', scopes, lifetime: 60 })}`,
    });
    expect(await names({})).toEqual([]);
    expect(await names(tokenOf('audit:read'))).toEqual([]);
    expect(await names(tokenOf('scaling:read'))).toEqual([
      'scaling_history',
      'scaling_savings',
      'scaling_status',
    ]);
    expect(await names(tokenOf('scaling:write'))).toEqual([
      'scaling_override',
      'scaling_pause',
      'scaling_resume',
    ]);
    expect(await names(tokenOf('scaling:wake'))).toEqual(['scaling_wake']);
    expect((await api.call('scaling_status')).status).toBe(401);
    const override = { target: 'shop', until: '22:00' };
    const reader = { headers: tokenOf('scaling:read') };
    expect((await api.call('scaling_override', override, reader)).status).toBe(403);
    expect((await api.call('scaling_status', {}, reader)).status).toBe(200);
  });
});

/** The answer as JSON, of which a test takes what it expects. */
async function json(answer: Response) {
  return JSON.parse(await answer.text());
}
