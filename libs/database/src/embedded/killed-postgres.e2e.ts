import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedPostgres } from './embedded-postgres';
import { isRunning, until } from '@repo/foundation/testing';
import { spawnHolder } from './holder-process.fixture';
import { latestLock } from './keeper-lock';
import { allGone, answers, listens, pidsIn, pidsOrNone } from './probe.fixture';

let workspace: string;
let home: string;
const hold = () => EmbeddedPostgres.hold({ workspace, name: 'postgres' });

beforeAll(async () => {
  workspace = mkdtempSync(join(tmpdir(), 'embedded-'));
  chmodSync(workspace, 0o755);
  home = join(workspace, '.data/postgres');
  // Makes the data.
  await (await hold()).release();
  await allGone(home);
});
afterAll(() => rmSync(workspace, { recursive: true, force: true }));
afterEach(() => allGone(home));

describe('an embedded PostgreSQL of which something was killed', () => {
  it('starts beside a pid file whose process is another one by now', async () => {
    writeFileSync(
      join(home, 'data/postmaster.pid'),
      `${process.pid}\n${home}/data\n0\n1\n\n\n\n\n`,
    );
    const server = await hold();
    await server.release();
  });

  it('starts beside the lock of a keeper that is gone', async () => {
    const holder = await hold();
    const { keeper } = pidsIn(home);
    process.kill(keeper, 'SIGKILL');
    // The lock, the pid file and the server itself are left behind; whoever holds it takes over.
    await until(() => (pidsOrNone(home)?.keeper ?? keeper) !== keeper);
    await until(() => answers(holder.url));
    await holder.release();
  });

  it('leaves no server behind, though its holder is killed right after its keeper', async () => {
    const holder = spawnHolder(workspace);
    await holder.held;
    const { keeper, server } = pidsIn(home);
    process.kill(keeper, 'SIGKILL');
    await until(() => (latestLock(home)?.address?.pid ?? keeper) !== keeper);
    await holder.kill();
    await allGone(home);
    await until(() => !isRunning(server));
  });

  it('is there again at the same address when it was killed, while it started as well', async () => {
    const holder = await hold();
    let killed = 0;
    for (let times = 0; times < 4; times += 1) {
      await until(() => (pidsOrNone(home)?.server ?? killed) !== killed);
      killed = pidsIn(home).server;
      process.kill(killed, 'SIGKILL');
    }
    await until(() => answers(holder.url));
    await holder.release();
  });

  it('waits for its port when another program has taken it meanwhile', async () => {
    const holder = await hold();
    const thief = createServer();
    let killed = 0;
    // Again, where the server was faster than the other program.
    await until(() => {
      const { server = killed } = pidsOrNone(home) ?? {};
      if (server !== killed) process.kill((killed = server), 'SIGKILL');
      return listens(thief, Number(new URL(holder.url).port));
    });
    await until(() => /could not bind/i.test(readFileSync(join(home, 'server.log'), 'utf8')));
    thief.close();
    await until(() => answers(holder.url));
    await holder.release();
  });
});
