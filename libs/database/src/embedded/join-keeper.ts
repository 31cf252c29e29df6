import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { createRequire } from 'node:module';
import { embeddedError, folderError } from './embedded.error';
import { KeeperLink } from './keeper-link';
import { latestLock } from './keeper-lock';

/** Milliseconds. Finding or starting a keeper takes a tenth of a second, or on a busy machine a few. */
const JOIN_TIMEOUT_MS = 30_000;

/** Joins the holders of the server in a home folder; its keeper is started when there is none. */
export async function joinKeeper(home: string): Promise<KeeperLink> {
  const deadline = Date.now() + JOIN_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const { number, address } = latestLock(home) ?? { number: 0 };
    const link = address && (await KeeperLink.to(address));
    if (link) return link;
    await startKeeper(home, number + 1);
  }
  throw embeddedError(`no keeper could be started in ${home}: is the folder writable?`);
}

/** The codes of a keeper that found the lock taken. */
const LOST = ['ENOTEMPTY', 'EEXIST', 'EPERM'];

/** Resolves when the keeper keeps, or another one was faster. */
async function startKeeper(home: string, number: number): Promise<void> {
  const keeper = spawnKeeper(home, number);
  const obstacle = await new Promise<string | undefined>((resolve, reject) => {
    keeper.once('message', (message: { obstacle?: string }) => resolve(message.obstacle));
    keeper.once('disconnect', () => resolve(undefined));
    keeper.once('error', reject);
  });
  if (keeper.connected) keeper.disconnect();
  keeper.unref();
  if (obstacle !== undefined && !LOST.includes(obstacle))
    throw folderError(home, { code: obstacle });
}

/**
 * The keeper must outlive its holders. A session of its own keeps Ctrl-C in a terminal from it. Nx
 * ends all descendants of a task besides, the server's processes one by one: so a shell starts the
 * keeper and is gone at once, and the keeper descends from none of us.
 */
function spawnKeeper(home: string, number: number): ChildProcess {
  // Resolved as a package, since this code may run from the bundle of an app.
  const file = createRequire(__filename).resolve('@repo/database/keeper');
  const command = [process.execPath, file, home, String(number)] as const;
  const options: SpawnOptions = {
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    cwd: '/',
    env: { PATH: process.env['PATH'] },
  };
  if (process.platform === 'win32') return spawn(command[0], command.slice(1), options);
  return spawn('/bin/sh', ['-c', '"$0" "$@" &', ...command], options);
}
