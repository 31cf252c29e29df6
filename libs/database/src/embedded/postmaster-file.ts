import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Milliseconds between two reads of the file of a server that starts or stops. */
const POLL_INTERVAL_MS = 5;
/** Milliseconds for a server without a keeper to end, after each way of telling it. */
const GRACE_MS = 8_000;

/** What `postmaster.pid` says of a server (src/include/utils/pidfile.h of PostgreSQL). */
interface Postmaster {
  readonly pid: number;
  readonly isReady: boolean;
}

function readPostmaster(data: string): Postmaster | undefined {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), isReady: lines[7]?.trim() === 'ready' };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Waits until the server takes connections, or `hasEnded` says that it will not. */
export async function becomesReady(data: string, hasEnded: () => boolean): Promise<boolean> {
  while (!hasEnded()) {
    if (readPostmaster(data)?.isReady) return true;
    await delay(POLL_INTERVAL_MS);
  }
  return false;
}

/**
 * Ends a server whose keeper was killed, so that the next one has a keeper again; its clients
 * reconnect. A file whose process is another one by now is removed, which PostgreSQL itself does
 * only where that process belongs to another user.
 */
export async function clearPostmaster(data: string): Promise<void> {
  const found = readPostmaster(data);
  if (found === undefined) return;
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (!isServerOf(data, found.pid)) break;
    process.kill(found.pid, signal);
    const deadline = Date.now() + GRACE_MS;
    while (isServerOf(data, found.pid) && Date.now() < deadline) await delay(POLL_INTERVAL_MS);
  }
  if (readPostmaster(data)?.pid === found.pid) rmSync(join(data, 'postmaster.pid'));
}

/** A server's working folder is its data folder. A zombie has none. */
function isServerOf(data: string, pid: number): boolean {
  try {
    if (process.platform === 'linux')
      return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(data);
    const command = execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return command.includes(data);
  } catch {
    return false;
  }
}
