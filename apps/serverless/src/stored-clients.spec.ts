import { identity } from '@repo/config';
import { SystemClock } from '@repo/foundation';
import { callWith, formOf, SCOPES, tokenEvent } from './testing/clients.fixture';
import { LambdaWithClients } from './testing/lambda-with-clients.fixture';

const lambda = new LambdaWithClients();
const { send, tokenOf } = lambda;

const connections = () =>
  lambda.clients.database.dataSource.query<{ pid: number }[]>(
    `SELECT pid FROM pg_stat_activity WHERE application_name = '${identity.serviceName} clients' AND datname = current_database()`,
  );

/** Milliseconds by which the clocks of this process are ahead of the machine. */
let aheadMs = 0;
beforeAll(() => {
  jest.spyOn(SystemClock.prototype, 'now').mockImplementation(() => Date.now() + aheadMs);
});
afterAll(() => jest.restoreAllMocks());

/** Lets the time pass within which a change must count. */
function pass5s(): void {
  aheadMs += 5_000;
}

describe('a key of a stored client', () => {
  it('lets its client call, and no other', async () => {
    const { id } = await lambda.clients.create('keyed', SCOPES);
    const { key } = await lambda.clients.key(id);
    for (let call = 0; call < 3; call += 1) {
      const { status, body } = await send(callWith(key));
      expect([status, body.result.content[0]?.text]).toEqual([200, id]);
    }
    expect(await connections()).toHaveLength(1);
  });

  it('holds its own scopes alone', async () => {
    const { id } = await lambda.clients.create('narrow', SCOPES);
    const { key } = await lambda.clients.key(id, ['invoices:read']);
    const { status, headers } = await send(callWith(key));
    expect(status).toBe(403);
    expect(headers['www-authenticate']).toContain('insufficient_scope');
  });

  it('is refused when a character of it is another one, or nobody has it', async () => {
    const { id } = await lambda.clients.create('guessed');
    const { key } = await lambda.clients.key(id);
    const forged = `${key.slice(0, 40)}${key[40] === 'a' ? 'b' : 'a'}${key.slice(41)}`;
    for (const wrong of [
      forged,
      `${identity.credentialPrefix}_mk_x`,
      `${identity.credentialPrefix}_mk_`,
    ]) {
      expect((await send(callWith(wrong))).status).toBe(401);
    }
  });

  it('is refused within 5 s once it is revoked', async () => {
    const { id } = await lambda.clients.create('revoked', SCOPES);
    const { id: keyId, key } = await lambda.clients.key(id);
    expect((await send(callWith(key))).status).toBe(200);
    await lambda.clients.revoke(id, keyId);
    pass5s();
    expect((await send(callWith(key))).status).toBe(401);
  });

  it('outlives the end of the connection, which the process was frozen over', async () => {
    const { id } = await lambda.clients.create('frozen', SCOPES);
    await send(callWith((await lambda.clients.key(id)).key));
    const second = await lambda.clients.key(id);
    for (const { pid } of await connections()) {
      await lambda.clients.database.dataSource.query('SELECT pg_terminate_backend($1)', [pid]);
    }
    expect((await send(callWith(second.key))).status).toBe(200);
  });

  it('leaves a note of its use', async () => {
    const { id } = await lambda.clients.create('used', SCOPES);
    // Notes are written once a minute: of a fresh process, with its first call.
    const fresh = lambda.fresh();
    await send(callWith((await lambda.clients.key(id)).key), fresh);
    const [row] = await lambda.clients.database.dataSource.query<{ last_used_at: Date | null }[]>(
      'SELECT last_used_at FROM auth_client WHERE id = $1',
      [id],
    );
    expect(row?.last_used_at).toBeInstanceOf(Date);
    await fresh.stop();
  });
});

describe('a token of a stored client', () => {
  it('lets it call, and is refused within 5 s once the client is disabled', async () => {
    const { id, secret } = await lambda.clients.create('disabled', SCOPES);
    const token = await tokenOf(id, secret);
    const { key } = await lambda.clients.key(id);
    const first = await send(callWith(token));
    expect([first.status, first.body.result.content[0]?.text]).toEqual([200, id]);
    await lambda.clients.disable(id);
    pass5s();
    expect((await send(callWith(token))).status).toBe(401);
    expect((await send(callWith(key))).status).toBe(401);
    expect((await send(tokenEvent(formOf(id, secret)))).status).toBe(401);
  });
});

describe('invocations of several clients at the same time', () => {
  it('get their own identity, also where the credentials are seen for the first time', async () => {
    const clients = await Promise.all(
      ['one', 'two', 'three', 'four'].map(async (name) => {
        const { id, secret } = await lambda.clients.create(`parallel-${name}`, SCOPES);
        const token = await tokenOf(id, secret);
        return { id, credentials: [(await lambda.clients.key(id)).key, token] };
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
