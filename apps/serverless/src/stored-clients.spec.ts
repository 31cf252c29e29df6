import { setTimeout as pause } from 'node:timers/promises';
import {
  answerOf,
  callWith,
  formOf,
  SCOPES,
  SETTINGS,
  StoredClientsOfTest,
  tokenEvent,
} from './testing/clients.fixture';
import { TestFunction } from './testing/function.fixture';
import { WhoAmIFeatures } from './testing/whoami.fixture';

jest.setTimeout(60_000);

let stored: StoredClientsOfTest;
let fn: TestFunction;
beforeAll(async () => {
  stored = await StoredClientsOfTest.start();
  fn = new TestFunction({ ...SETTINGS, DATABASE_URL: stored.database.url }, [WhoAmIFeatures]);
});
afterAll(async () => {
  await fn.stop();
  await stored.stop();
});

const send = (event: object, to = fn) => answerOf(event, to);

const tokenOf = async (id: string, secret: string) =>
  (await send(tokenEvent(formOf(id, secret)))).body.access_token;

const connections = () =>
  stored.database.dataSource.query<{ pid: number }[]>(
    `SELECT pid FROM pg_stat_activity WHERE application_name = 'acme clients' AND datname = current_database()`,
  );

/** Resolves when it comes true. @throws when it does not within 5 s, which is what is promised */
async function soon(condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 5_000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`Not within 5 s: ${condition.toString()}`);
    await pause(50);
  }
}

describe('a key of a stored client', () => {
  it('lets its client call, and no other', async () => {
    const { id } = await stored.create('keyed', SCOPES);
    const { key } = await stored.key(id);
    for (let call = 0; call < 3; call += 1) {
      const { status, body } = await send(callWith(key));
      expect([status, body.result.content[0]?.text]).toEqual([200, id]);
    }
    expect(await connections()).toHaveLength(1);
  });

  it('holds its own scopes alone', async () => {
    const { id } = await stored.create('narrow', SCOPES);
    const { key } = await stored.key(id, ['invoices:read']);
    const { status, headers } = await send(callWith(key));
    expect(status).toBe(403);
    expect(headers['www-authenticate']).toContain('insufficient_scope');
  });

  it('is refused when a character of it is another one, or nobody has it', async () => {
    const { id } = await stored.create('guessed');
    const { key } = await stored.key(id);
    const forged = `${key.slice(0, 40)}${key[40] === 'a' ? 'b' : 'a'}${key.slice(41)}`;
    for (const wrong of [forged, 'acme_mk_x', 'acme_mk_']) {
      expect((await send(callWith(wrong))).status).toBe(401);
    }
  });

  it('is refused within 5 s once it is revoked', async () => {
    const { id } = await stored.create('revoked', SCOPES);
    const { id: keyId, key } = await stored.key(id);
    expect((await send(callWith(key))).status).toBe(200);
    await stored.revoke(id, keyId);
    await soon(async () => (await send(callWith(key))).status === 401);
  });

  it('outlives the end of the connection, which the process was frozen over', async () => {
    const { id } = await stored.create('frozen', SCOPES);
    await send(callWith((await stored.key(id)).key));
    const second = await stored.key(id);
    for (const { pid } of await connections()) {
      await stored.database.dataSource.query('SELECT pg_terminate_backend($1)', [pid]);
    }
    expect((await send(callWith(second.key))).status).toBe(200);
  });

  it('leaves a note of its use', async () => {
    const { id } = await stored.create('used', SCOPES);
    // Notes are written once a minute: of a fresh process, with its first call.
    const fresh = new TestFunction({ ...SETTINGS, DATABASE_URL: stored.database.url }, [
      WhoAmIFeatures,
    ]);
    await send(callWith((await stored.key(id)).key), fresh);
    const [row] = await stored.database.dataSource.query<{ last_used_at: Date | null }[]>(
      'SELECT last_used_at FROM auth_client WHERE id = $1',
      [id],
    );
    expect(row?.last_used_at).toBeInstanceOf(Date);
    await fresh.stop();
  });
});

describe('a token of a stored client', () => {
  it('lets it call, and is refused within 5 s once the client is disabled', async () => {
    const { id, secret } = await stored.create('disabled', SCOPES);
    const token = await tokenOf(id, secret);
    const { key } = await stored.key(id);
    const first = await send(callWith(token));
    expect([first.status, first.body.result.content[0]?.text]).toEqual([200, id]);
    await stored.disable(id);
    await soon(async () => (await send(callWith(token))).status === 401);
    expect((await send(callWith(key))).status).toBe(401);
    expect((await send(tokenEvent(formOf(id, secret)))).status).toBe(401);
  });
});

describe('invocations of several clients at the same time', () => {
  it('get their own identity, also where the credentials are seen for the first time', async () => {
    const clients = await Promise.all(
      ['one', 'two', 'three', 'four'].map(async (name) => {
        const { id, secret } = await stored.create(`parallel-${name}`, SCOPES);
        const token = await tokenOf(id, secret);
        return { id, credentials: [(await stored.key(id)).key, token] };
      }),
    );
    const calls = [1, 2, 3, 4, 5].flatMap(() =>
      clients.flatMap(({ id, credentials }) =>
        credentials.map((credential) => ({ id, credential })),
      ),
    );
    const answers = await Promise.all(
      calls.map(async ({ id, credential }) => ({ id, ...(await send(callWith(credential))) })),
    );
    for (const { id, status, body } of answers) {
      expect([status, body.result.content[0]?.text]).toEqual([200, id]);
    }
  });
});
