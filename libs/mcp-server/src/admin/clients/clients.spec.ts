import { identity } from '@repo/config';
import { useCheapHashes } from '@repo/auth/testing';
import { AdministeredApi, type Made } from '../../testing/admin.fixture';

let system: AdministeredApi;
beforeAll(async () => {
  useCheapHashes();
  system = await AdministeredApi.start();
});
afterAll(() => system.stop());

/** The key of a new client with these scopes. */
async function keyWith(name: string, ...scopes: string[]): Promise<string> {
  const { id } = await system.admin('POST', '', { name, scopes });
  return (await system.admin('POST', `/${id}/keys`, { name: 'key' })).key;
}

describe('the clients of the admin API', () => {
  it('are made, shown, changed and deleted, and no secret is shown twice', async () => {
    const expiresAt = '2099-01-01T00:00:00.000Z';
    const made = await system.admin('POST', '', { name: 'ci', scopes: ['a', 'b', 'a'], expiresAt });
    expect(made).toMatchObject({
      status: 201,
      name: 'ci',
      scopes: ['a', 'b'],
      expiresAt,
      createdBy: 'api-key',
      secret: expect.stringMatching(
        new RegExp(String.raw`^${identity.credentialPrefix}_cs_[0-9a-f]{20}_[A-Za-z0-9_-]{49}$`),
      ),
      secrets: [{ id: expect.any(String), expiresAt: null }],
    });
    const shown = await system.admin('GET', `/${made.id}`);
    expect(JSON.stringify(shown)).not.toMatch(
      new RegExp(String.raw`hash|argon2|${identity.credentialPrefix}_cs_`),
    );

    const change = { name: 'ci-2', scopes: ['a'], expiresAt: null };
    expect(await system.admin('PATCH', `/${made.id}`, change)).toMatchObject(change);
    expect(await system.admin('PATCH', `/${made.id}`, {})).toMatchObject(change);

    expect((await system.admin('DELETE', `/${made.id}`)).status).toBe(204);
    for (const [method, path] of [
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/disable'],
      ['POST', '/secrets'],
      ['GET', '/keys'],
    ] as const) {
      expect((await system.admin(method, `/${made.id}${path}`)).status).toBe(404);
    }
    expect((await system.admin('POST', '', { name: 'ci-2', scopes: [] })).status).toBe(201);
  });

  it('have names of their own', async () => {
    await system.admin('POST', '', { name: 'taken', scopes: [] });
    const again = await system.admin('POST', '', { name: 'taken', scopes: [] });
    expect(again).toMatchObject({ status: 409, detail: expect.stringContaining('name') });
  });

  it('come in pages, newest first', async () => {
    const names = ['page-1', 'page-2', 'page-3', 'page-4', 'page-5'];
    for (const name of names) await system.admin('POST', '', { name, scopes: [] });
    const found: string[] = [];
    let next: unknown;
    do {
      const query = `?limit=2${typeof next === 'string' ? `&cursor=${next}` : ''}`;
      const page = await system.admin<{ items: Made[]; next: string | null }>('GET', query);
      expect(page.items.length).toBeLessThanOrEqual(2);
      found.push(...page.items.map(({ name }) => name));
      ({ next } = page);
    } while (next !== null);
    expect(found.filter((name) => name.startsWith('page-'))).toEqual([...names].reverse());
    expect(new Set(found).size).toBe(found.length);
  });

  it.each<[string, unknown, string[]]>([
    ['POST', {}, ['name', 'scopes']],
    ['POST', { name: 'Big Name', scopes: ['a b', 7] }, ['name', 'scopes.0', 'scopes.1']],
    ['POST', { name: 'x', scopes: [], secret: 'mine' }, ['secret']],
    ['POST', { name: 'x', scopes: [], expiresAt: '2001-01-01T00:00:00Z' }, ['expiresAt']],
    ['POST', { name: 'x', scopes: [], expiresAt: 'tomorrow' }, ['expiresAt']],
    ['POST', { name: 'x', scopes: Array(101).fill('a') }, ['scopes']],
    ['POST', ['x'], ['body']],
  ])('are refused with all faults: %s %j', async (method, body, fields) => {
    const answer = await system.admin<{ errors: { field: string }[] }>(method, '', body);
    expect(answer.status).toBe(400);
    expect(answer.errors.map(({ field }) => field)).toEqual(fields);
  });

  it.each(['{', '"x', 'null]'])('take no broken body: %s', async (body) => {
    expect((await system.admin('POST', '', body)).status).toBe(400);
  });

  it.each([
    '?limit=0',
    '?limit=201',
    '?cursor=x',
    '?cursor=MS4wMDAwMDAwMDAwMDAwMDAwMDAwMA',
    '?a=b',
  ])('take no odd query: %s', async (query) => {
    expect((await system.admin('GET', query)).status).toBe(400);
  });

  it.each(['x', '%00', "'; drop table auth_client; --", '00000000-0000-4000-8000-000000000000'])(
    'are not there by the id %s',
    async (id) => {
      expect(
        (await system.admin('GET', `/${encodeURIComponent(decodeURIComponent(id))}`)).status,
      ).toBe(404);
    },
  );

  it('are part of the OpenAPI document', async () => {
    const document = (await (await system.api.fetch('/openapi.json')).json()) as {
      paths: Record<string, Record<string, { tags: string[]; requestBody?: object }>>;
    };
    expect(document.paths['/admin/clients']?.['post']).toMatchObject({
      tags: ['clients'],
      requestBody: {
        content: { 'application/json': { schema: { required: ['name', 'scopes'] } } },
      },
    });
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/admin/clients/{id}',
        '/admin/clients/{id}/secrets',
        '/admin/clients/{id}/disable',
        '/admin/clients/{id}/enable',
        '/admin/clients/{id}/keys',
        '/admin/clients/{id}/keys/{key}',
      ]),
    );
  });
});

describe('an API key', () => {
  it('calls with its own scopes, within those of its client', async () => {
    const client = await system.admin('POST', '', {
      name: 'with-keys',
      scopes: ['admin:clients', 'x'],
    });
    const made = await system.admin('POST', `/${client.id}/keys`, { name: 'few', scopes: ['x'] });
    expect(made.key).toMatch(
      new RegExp(String.raw`^${identity.credentialPrefix}_mk_[0-9a-f]{20}_[A-Za-z0-9_-]{49}$`),
    );
    expect((await system.admin('GET', '', undefined, made.key)).status).toBe(403);
    const whole = await system.admin('POST', `/${client.id}/keys`, { name: 'all' });
    expect((await system.admin('GET', '', undefined, whole.key)).status).toBe(200);

    const more = await system.admin<{ errors: object[] }>('POST', `/${client.id}/keys`, {
      name: 'more',
      scopes: ['y'],
    });
    expect(more).toMatchObject({ status: 400, errors: [{ field: 'scopes' }] });

    await system.admin('PATCH', `/${client.id}`, { scopes: ['x'] });
    expect((await system.admin('GET', '', undefined, whole.key)).status).toBe(403);
  });

  it('is refused once it is revoked or has expired, and stays in the list', async () => {
    const client = await system.admin('POST', '', { name: 'revoking', scopes: [] });
    const first = await system.admin('POST', `/${client.id}/keys`, { name: 'first' });
    const second = await system.admin('POST', `/${client.id}/keys`, { name: 'second' });
    expect(await system.statusWith(first.key)).toBe(200);
    const revoked = await system.admin('DELETE', `/${client.id}/keys/${first.id}`);
    expect(revoked['revokedAt']).toEqual(expect.any(String));
    expect(await system.statusWith(first.key)).toBe(401);
    expect(await system.statusWith(second.key)).toBe(200);

    await system.database.dataSource.query(
      `UPDATE auth_api_key SET expires_at = now() WHERE id = $1`,
      [second.id],
    );
    // Any change makes this replica look again.
    await system.admin('DELETE', `/${client.id}/keys/${first.id}`);
    await system.admin('PATCH', `/${client.id}`, { name: 'revoking-2' });
    expect(await system.statusWith(second.key)).toBe(401);
    const list = await system.admin<{ items: Made[] }>('GET', `/${client.id}/keys`);
    expect(list.items.map(({ name }) => name)).toEqual(['second', 'first']);
    expect((await system.admin('DELETE', `/${client.id}/keys/%00`)).status).toBe(404);
  });

  it.each([
    ['a wrong checksum', (key: string) => `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`],
    [
      'another kind',
      (key: string) =>
        key.replace(`${identity.credentialPrefix}_mk_`, `${identity.credentialPrefix}_cs_`),
    ],
    ['nothing but the prefix', () => `${identity.credentialPrefix}_mk_`],
  ])('with %s is none', async (_what, altered) => {
    const key = await keyWith(`altered-${_what.replaceAll(' ', '-')}`);
    expect(await system.statusWith(key)).toBe(200);
    expect(await system.statusWith(altered(key))).toBe(401);
  });
});

describe('an administrator who may not do everything', () => {
  let strong: Made;
  let curious: string;
  beforeAll(async () => {
    strong = await system.admin('POST', '', { name: 'strong', scopes: ['*', 'x'] });
    curious = await keyWith('curious', 'admin:clients', 'x');
  });

  it('hands out no scope that they do not hold', async () => {
    const key = await keyWith('junior', 'admin:clients', 'invoices:*');
    const create = (name: string, ...scopes: string[]) =>
      system.admin('POST', '', { name, scopes }, key);
    expect((await create('allowed', 'invoices:read', 'invoices:*')).status).toBe(201);
    for (const scope of ['*', 'admin:*', 'audit:read', 'invoices']) {
      const answer = await create('too-much', scope);
      expect([scope, answer.status]).toEqual([scope, 403]);
    }
  });

  it.each([
    ['POST', '/secrets', undefined],
    ['POST', '/secrets', { oldSecretExpiresAt: 'now' }],
    ['POST', '/keys', { name: 'all' }],
    ['POST', '/keys', { name: 'few', scopes: ['x'] }],
    ['POST', '/keys', { name: 'none', scopes: [] }],
    ['PATCH', '', {}],
    ['PATCH', '', { name: 'renamed' }],
    ['PATCH', '', { expiresAt: '2099-01-01T00:00:00Z' }],
    ['PATCH', '', { expiresAt: null }],
    ['PATCH', '', { scopes: ['x'] }],
    ['POST', '/enable', undefined],
    ['DELETE', '', undefined],
  ])(
    'gets neither a credential nor the name of a client that may do more: %s %s %j',
    async (method, path, body) => {
      expect((await system.admin(method, `/${strong.id}${path}`, body, curious)).status).toBe(403);
      expect((await system.admin('GET', `/${strong.id}`)).name).toBe('strong');
    },
  );

  it('can shut it out in an emergency, and sees it', async () => {
    const { id } = await system.admin('POST', `/${strong.id}/keys`, { name: 'stolen' });
    const act = async (method: string, path: string) =>
      (await system.admin(method, `/${strong.id}${path}`, undefined, curious)).status;
    expect(await act('DELETE', `/keys/${id}`)).toBe(200);
    expect(await act('POST', '/disable')).toBe(200);
    expect([await act('GET', ''), await act('GET', '/keys')]).toEqual([200, 200]);
  });

  it('does, with admin:*, what they like', async () => {
    const key = await keyWith('senior', 'admin:*');
    const made = await system.admin('POST', '', { name: 'any', scopes: ['*', 'x'] }, key);
    expect(made.status).toBe(201);
    expect((await system.admin('POST', `/${made.id}/secrets`, undefined, key)).status).toBe(201);
  });

  it('has the scope of the route', async () => {
    const key = await keyWith('nobody', 'invoices:read');
    expect((await system.admin('GET', '', undefined, key)).status).toBe(403);
    expect((await system.admin('GET', '', undefined, 'wrong')).status).toBe(401);
  });
});

describe('the log', () => {
  it('says who did what to which client', async () => {
    const { id } = await system.admin('POST', '', { name: 'logged', scopes: ['a'] });
    await system.admin('POST', `/${id}/disable`);
    const found = system.api.log.lines.filter(({ clientId }) => clientId === id);
    expect(found.map(({ level, action, by }) => [level, action, by])).toEqual([
      ['info', 'client.created', 'api-key'],
      ['info', 'client.disabled', 'api-key'],
    ]);
  });
});
