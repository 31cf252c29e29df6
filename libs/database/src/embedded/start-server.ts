import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Binaries, copiedBinaries, installedBinaries } from './binaries';
import { createCluster, hasCluster, SERVER_ENVIRONMENT } from './cluster';
import { embeddedError, folderError } from './embedded.error';
import type { HomeFolder } from './home-folder';
import type { KeeperLink } from './keeper-link';
import { canReach } from './server-user';
import { choosePort, newServerUrl, serverUrl, writeServerUrl } from './server-url';

/**
 * How often a start is tried: its port may be taken in between, the processes of a killed predecessor
 * take a while to notice, and it may be killed itself, which leaves nothing in its log.
 */
const TRIES = 8;
/** Milliseconds before the second try; doubles with each. */
const PAUSE_MS = 25;
const bindFailed = /could not bind|Address already in use/i;
const predecessorIsThere = /pre-existing shared memory/i;

/** Settings of every embedded server. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '32MB',
  // Nobody replicates it: less is written, and fewer processes run.
  wal_level: 'minimal',
  max_wal_senders: '0',
  io_method: 'sync',
  // DROP DATABASE is blocked by half-open connections.
  authentication_timeout: '10s',
};

/**
 * Starts the server of a home folder as a child of the keeper, making its data first where it has
 * none. For the one holder that the keeper asked.
 *
 * @param settings further settings of the server
 * @param port the only one to listen at; where it is not said, that of the last time or a free one
 */
export async function startServer(
  home: HomeFolder,
  link: KeeperLink,
  settings: Readonly<Record<string, string>>,
  port?: string,
): Promise<URL> {
  try {
    return await start(home, link, settings, port);
  } catch (error) {
    throw folderError(home.path, error);
  }
}

async function start(
  home: HomeFolder,
  link: KeeperLink,
  settings: Record<string, string>,
  port: string | undefined,
): Promise<URL> {
  const binaries = reachableBinaries(home);
  const known = serverUrl(home.path);
  const url = known ?? newServerUrl();
  // Data whose password is lost is of no use.
  if (!(await hasCluster(home, binaries)) || known === undefined) {
    await createCluster(home, binaries, url);
  }
  let last = url.port;
  for (let tries = 1; ; tries += 1) {
    url.port = port ?? String(await choosePort(last));
    writeServerUrl(home.path, url);
    if (await isUp(home, link, binaries, { ...SETTINGS, ...settings, port: url.port })) return url;
    const log = readLog(home);
    if (tries === TRIES || !isWorthAnotherTry(log)) throw startError(home, log);
    if (bindFailed.test(log)) last = '';
    await delay(PAUSE_MS * 2 ** (tries - 1));
  }
}

function isWorthAnotherTry(log: string): boolean {
  return bindFailed.test(log) || predecessorIsThere.test(log) || !FAULT.test(log);
}

async function isUp(
  { data, user }: HomeFolder,
  link: KeeperLink,
  { postgres }: Binaries,
  settings: Record<string, string>,
): Promise<boolean> {
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  link.spawn({
    file: postgres,
    args: ['-D', data, ...args],
    options: { cwd: data, env: SERVER_ENVIRONMENT, ...user },
  });
  const message = await link.next();
  if (message === 'gone') throw embeddedError('its keeper was killed: start again.');
  return message === 'up';
}

/** Where the server runs as another user than this process, that user must be able to run it. */
function reachableBinaries({ path, user }: HomeFolder): Binaries {
  const installed = installedBinaries();
  if (user === undefined || canReach(user, installed.postgres)) return installed;
  return copiedBinaries(installed, dirname(path));
}

function readLog({ path }: HomeFolder): string {
  return readFileSync(join(path, 'server.log'), 'utf8');
}

const FAULT = /FATAL|PANIC|error/i;

function startError({ path }: HomeFolder, log: string) {
  const said = log.split('\n').findLast((line) => FAULT.test(line));
  if (/no space left|quota/i.test(log))
    return embeddedError(`no space is left for ${path}: free some.`);
  const reason = said?.replace(/^.*?(FATAL|PANIC)/, '$1') ?? 'it ended';
  return embeddedError(`it does not start: ${reason} (more in ${join(path, 'server.log')}).`);
}
