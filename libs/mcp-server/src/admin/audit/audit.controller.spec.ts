import { until } from '@repo/foundation/testing';
import { withTestDatabase, type TestDatabase } from '@repo/database/testing';
import { TestApi } from '../../testing/api.fixture';

const KEY = 'the-right-key';
const withKey = { headers: { 'x-api-key': KEY } };

interface Page {
  readonly records: Record<string, unknown>[];
  readonly next: string | null;
}

describe('GET /admin/audit', () => {
  let database: TestDatabase;
  let api: TestApi;
  beforeAll(async () => {
    database = await withTestDatabase();
    api = await TestApi.start({ DATABASE_URL: database.url, API_KEY: KEY });
  });
  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  const read = (query: string, request: RequestInit = withKey) =>
    api.fetch(`/admin/audit${query}`, request);

  /** Records are stored a moment after the answer. */
  async function records(query: string, count: number): Promise<Page['records']> {
    let page: Page;
    await until(async () => {
      page = (await (await read(query)).json()) as Page;
      return page.records.length >= count;
    });
    return page!.records;
  }

  it('tells every call, who made it and how it ended', async () => {
    await api.call('repeat', { times: 3, token: 'hunter2' });
    await api.call('repeat', { times: 'three' }, withKey);
    await api.call('no_such_tool', { a: 1 });
    await api.call('whoami', {}, { headers: { 'x-api-key': 'wrong' } });

    const found = await records('?limit=10', 4);
    expect(
      found.map(({ name, outcome, principal, arguments: kept }) => [
        name,
        outcome,
        principal,
        kept,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['repeat', 'ok', '', { times: 3, token: '***' }],
        ['repeat', 'invalid_input', 'api-key', { times: 'three' }],
        ['no_such_tool', 'invalid_input', '', { a: 1 }],
        ['whoami', 'refused', '', null],
      ]),
    );
    expect(found).toHaveLength(4);
    expect(await records('?outcome=ok&name=repeat', 1)).toHaveLength(1);
  });

  it('goes on where a page ended', async () => {
    await records('', 4);
    const first = (await (await read('?limit=3')).json()) as Page;
    const second = (await (await read(`?limit=3&cursor=${first.next}`)).json()) as Page;
    expect([first.records.length, second.records.length, second.next]).toEqual([3, 1, null]);
  });

  it.each([
    ['?format=csv', undefined, 'text/csv; charset=utf-8; header=present', /^id,at,kind/],
    ['', 'text/csv', 'text/csv; charset=utf-8; header=present', /^id,at,kind/],
    ['?format=ndjson', 'text/csv', 'application/x-ndjson; charset=utf-8', /^\{"id":/],
    ['', 'application/x-ndjson', 'application/x-ndjson; charset=utf-8', /^\{"id":/],
  ])('is exported: %s %s', async (query, accept, type, start) => {
    await records('', 4);
    const headers = { 'x-api-key': KEY, ...(accept === undefined ? {} : { accept }) };
    const answer = await read(query, { headers });
    expect(answer.headers.get('content-type')).toBe(type);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="audit-.*"$/);
    expect(await answer.text()).toMatch(start);
  });

  it('tells the static key from a token that calls itself the same', async () => {
    const token = api.sign({ clientId: 'api-key', scopes: [], lifetime: 60 });
    await api.call('whoami', {}, { headers: { authorization: `Bearer ${token}` } });
    await api.call('whoami', {}, withKey);
    const found = await records('?client=api-key&name=whoami', 2);
    expect(found.map(({ principal, issuer, address }) => [principal, issuer, address])).toEqual([
      ['api-key', '', '127.0.0.1'],
      ['api-key', expect.stringMatching(/^http/), '127.0.0.1'],
    ]);
    expect(await records('?client=api-key&issuer=&name=whoami', 1)).toHaveLength(1);
    const csv = await read('?format=csv&name=whoami&address=127.0.0.1');
    expect(await csv.text()).toContain(',api-key,api-key,,127.0.0.1,');
  });

  it('names who called a tool and was not refused, and how often', async () => {
    for (const times of [1, 2]) await api.call('repeat', { times }, withKey);
    await records('?name=repeat&client=api-key', 3);
    const caller = { lastAt: expect.any(String) };
    expect(await (await read('/callers?kind=tool&name=repeat')).json()).toEqual({
      callers: [
        { client: 'api-key', principal: 'api-key', calls: 3, ...caller },
        { client: '', principal: '', calls: 1, ...caller },
      ],
    });
    const none = await read('/callers?kind=prompt&name=repeat&days=1');
    expect(await none.json()).toEqual({ callers: [] });
    expect((await read('/callers?kind=tool')).status).toBe(400);
    expect((await read('/callers?kind=tool&name=a', {})).status).toBe(401);
  });

  it.each(['from=yesterday', 'cursor=abc', 'limit=0', 'outcome=fine', 'nmae=x', 'name=a&name=b'])(
    'refuses what makes no sense, and says where: %s',
    async (query) => {
      const answer = await read(`?${query}`);
      const field = query.split('=')[0];
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(await answer.json()).toMatchObject({
        status: 400,
        detail: expect.stringContaining(`${field}: `),
        errors: [{ field, detail: expect.any(String) }],
      });
    },
  );

  it.each(["name=';DROP TABLE audit_record;--", 'name=%00', 'name=%F0%9F%98%80', 'principal=%FF'])(
    'finds nothing by %s, and nothing breaks',
    async (query) => {
      const answer = await read(`?${query}`);
      expect([200, 400]).toContain(answer.status);
    },
  );

  it('needs a sign-in', async () => {
    const answer = await read('', {});
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer resource_metadata=/);
    expect((await read('', { headers: { authorization: 'Bearer wrong' } })).status).toBe(401);
    const forged = { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1' };
    expect((await read('', { headers: forged })).status).toBe(401);
  });

  it('is part of the OpenAPI document, which a page shows', async () => {
    const document = (await (await api.fetch('/openapi.json')).json()) as {
      paths: Record<string, { get: { tags: string[]; parameters: { name: string }[] } }>;
    };
    const { get } = document.paths['/admin/audit'] ?? {};
    expect(get?.tags).toEqual(['audit']);
    expect(get?.parameters.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'from',
        'to',
        'principal',
        'client',
        'name',
        'kind',
        'outcome',
        'era',
        'traceId',
        'limit',
        'cursor',
        'format',
      ]),
    );
    expect(await (await api.fetch('/docs')).text()).toContain('/docs/start.js');
    for (const file of [
      'start.js',
      'swagger-ui-bundle.js',
      'swagger-ui.css',
      'favicon-32x32.png',
    ]) {
      expect((await api.fetch(`/docs/${file}`)).status).toBe(200);
    }
    expect((await api.fetch('/docs/package.json')).status).toBe(404);
  });
});

describe('GET /admin/audit in development', () => {
  let database: TestDatabase;
  let api: TestApi;
  beforeAll(async () => {
    database = await withTestDatabase();
    api = await TestApi.start({
      DATABASE_URL: database.url,
      ENVIRONMENT: 'development',
      AUDIT: 'off',
    });
  });
  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  it('is open to whoever sits at this machine', async () => {
    expect((await api.fetch('/admin/audit')).status).toBe(200);
  });

  it('is closed to who has a wrong token', async () => {
    const headers = { authorization: 'Bearer wrong' };
    expect((await api.fetch('/admin/audit', { headers })).status).toBe(401);
  });

  it('is closed to the pages of other sites', async () => {
    const headers = { origin: 'https://evil.example' };
    expect((await api.fetch('/admin/audit', { headers })).status).toBe(403);
  });

  it('records nothing with AUDIT=off', async () => {
    await api.call('whoami');
    expect(await (await api.fetch('/admin/audit')).json()).toEqual({ records: [], next: null });
  });
});
