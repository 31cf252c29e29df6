import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from './embedded-postgres';
import { spawnHolder } from './holder-process.fixture';
import { allGone, ask, parentOf, pidsIn, pidsOrNone } from './probe.fixture';

let workspace: string;
let home: string;
const hold = () => EmbeddedPostgres.hold({ workspace, name: 'postgres' });

beforeAll(() => {
  workspace = mkdtempSync(join(tmpdir(), 'embedded-'));
  chmodSync(workspace, 0o755);
  home = join(workspace, '.data/postgres');
});
afterAll(() => rmSync(workspace, { recursive: true, force: true }));
afterEach(() => allGone(home));

/** What happens when parts of it are killed is in `killed-postgres.e2e.ts`. */
describe('the embedded PostgreSQL', () => {
  it('is one, though two ask at once for the first time', async () => {
    const [one, other] = await Promise.all([hold(), hold()]);
    expect(one.url).toBe(other.url);
    await one.release();
    expect(await ask(other.url, 'select 1 as up')).toEqual([{ up: 1 }]);
    await other.release();
    expect(pidsOrNone(home)).toBeUndefined();
  });

  it('has its data and its address after a restart', async () => {
    const before = await hold();
    await ask(before.url, 'create table kept (at_all boolean)');
    await before.release();
    const after = await hold();
    expect(after.url).toBe(before.url);
    expect(await ask(after.url, 'select * from kept')).toEqual([]);
    await after.release();
  });

  it('listens on the loopback interface only, and wants the password', async () => {
    const server = await hold();
    expect(await ask(server.url, 'show listen_addresses')).toEqual([
      { listen_addresses: '127.0.0.1' },
    ]);
    expect(await ask(server.url, 'show unix_socket_directories')).toEqual([
      { unix_socket_directories: '' },
    ]);
    const guess = new URL(server.url);
    guess.password = 'guess';
    await expect(ask(guess.href, 'select 1')).rejects.toThrow('password authentication failed');
    expect(statSync(join(home, 'url')).mode & 0o777).toBe(0o600);
    await server.release();
  });

  it('serves a second process, and outlives the first', async () => {
    const first = spawnHolder(workspace);
    const { url } = await first.held;
    const second = await hold();
    expect(second.url).toBe(url);
    await first.release();
    expect(await ask(url, 'select 1 as up')).toEqual([{ up: 1 }]);
    await second.release();
  });

  it('ends when the only process that holds it is killed', async () => {
    const holder = spawnHolder(workspace);
    await holder.held;
    const { server } = pidsIn(home);
    await holder.kill();
    await allGone(home);
    expect(() => process.kill(server, 0)).toThrow('ESRCH');
  });

  it('descends from none of its holders, since Nx ends all descendants of a task', async () => {
    const holder = spawnHolder(workspace);
    await holder.held;
    expect(parentOf(pidsIn(home).keeper)).not.toBe(holder.pid);
    await holder.release();
  });
});
