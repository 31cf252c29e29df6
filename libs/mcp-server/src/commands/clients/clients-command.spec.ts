import { identity } from '@repo/config';
import { useCheapHashes } from '@repo/auth/testing';
import { loadConfig } from '@repo/config';
import { createLogger } from '@repo/telemetry';
import { LogLines } from '@repo/telemetry/testing';
import { databaseFeatures } from '../../database-features';
import { AdministeredApi, type Made } from '../../testing/admin.fixture';
import { clientsCommand } from './clients-command';

let system: AdministeredApi;
const log = new LogLines();
beforeAll(async () => {
  useCheapHashes();
  system = await AdministeredApi.start();
});
afterAll(() => system.stop());

async function clients(...line: string[]) {
  const config = loadConfig({ ENVIRONMENT: 'test', DATABASE_URL: system.database.url });
  const logger = createLogger({ name: 'test', level: 'info', destination: log });
  const told = { out: '', err: '' };
  const code = await clientsCommand(
    { config, logger, databaseFeatures: databaseFeatures },
    { line, out: (text) => (told.out += text), err: (text) => (told.err += text) },
  );
  return { code, ...told };
}

describe('the command for clients', () => {
  it('makes them, and shows a secret once, on stdout alone', async () => {
    const made = await clients('create', '--name', 'ci', '--scopes', 'a,b', '--json');
    const { secret, scopes } = JSON.parse(made.out) as Made;
    expect(scopes).toEqual(['a', 'b']);
    expect(made).toMatchObject({ code: 0, err: expect.stringContaining('not shown again') });
    const { out } = await clients('list');
    expect(out.split('\n')[0]).toMatch(/^id +name +scopes +createdAt +createdBy +expiresAt/);
    expect(out).toMatch(/ ci +a b +20.* command line +-/);
    expect(`${out}${JSON.stringify(log.lines)}${made.err}`).not.toContain(secret.slice(30));
    expect(log.messages).toContain('client.created: ci');
  });

  it('rotates, disables, enables and deletes by name or id', async () => {
    const made = JSON.parse(
      (await clients('create', '--name', 'by-name', '--scopes', '', '--json')).out,
    ) as Made;
    expect((await clients('rotate', 'by-name')).out).toMatch(
      new RegExp(String.raw`^secret +${identity.credentialPrefix}_cs_`, 'm'),
    );
    expect((await clients('rotate', made.id)).err).toContain('two secrets');
    expect((await clients('rotate', made.id, '--old-secret-expires-at', 'now')).code).toBe(0);
    expect((await clients('disable', made.id)).out).toMatch(/^disabledAt +20/m);
    expect((await clients('enable', 'by-name')).out).toMatch(/^disabledAt +-$/m);
    expect((await clients('delete', 'by-name')).code).toBe(0);
    expect(await clients('disable', 'by-name')).toEqual({
      code: 1,
      out: '',
      err: 'There is no such client.',
    });
  });

  it('makes, lists and revokes keys', async () => {
    await clients('create', '--name', 'keyed', '--scopes', 'a');
    const made = await clients('keys', 'create', 'keyed', '--name', 'laptop', '--json');
    const { id, key } = JSON.parse(made.out) as Made;
    expect(key).toMatch(new RegExp(String.raw`^${identity.credentialPrefix}_mk_`));
    expect((await clients('keys', 'revoke', 'keyed', id)).out).toMatch(/^revokedAt +20/m);
    const { out } = await clients('keys', 'list', 'keyed');
    expect(out).toContain(id);
    expect(out).not.toContain(`${identity.credentialPrefix}_mk_`);
  });

  it('says what is wrong with a line', async () => {
    const unknown = await clients('mend');
    expect([unknown.code, unknown.err]).toEqual([64, expect.stringContaining('Usage: clients')]);
    const bad = await clients('create', '--name', 'Bad Name', '--scopes', 'a');
    expect([bad.code, bad.err]).toEqual([1, expect.stringContaining('name: expected')]);
  });
});

describe('the first administrator', () => {
  // By a process of its own: first-administrator.e2e.ts.
  it('is made on the command line, and runs the platform from then on', async () => {
    const command = await clients('create-admin', '--json');
    expect(command).toMatchObject({ code: 0, err: expect.stringContaining('not shown again') });
    const admin = JSON.parse(command.out) as Made;

    const { body } = await system.token(system.formOf(admin));
    const token = body['access_token'];
    const made = await system.admin('POST', '', { name: 'next', scopes: ['invoices:*'] }, token);
    expect(made).toMatchObject({ status: 201, createdBy: admin.id });
  });
});
