import { execFile } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './binaries';
import { embeddedError } from './embedded.error';
import type { HomeFolder } from './home-folder';

const run = promisify(execFile);

/** The environment of the server's programs: nothing of ours, whose `PG…` variables they would read. */
export const SERVER_ENVIRONMENT = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };

/** Whether the home has a database cluster, of the version of the programs. */
export async function hasCluster(home: HomeFolder, { postgres }: Binaries): Promise<boolean> {
  const file = join(home.data, 'PG_VERSION');
  if (!existsSync(file)) return false;
  const found = readFileSync(file, 'utf8').trim();
  const { stdout } = await run(postgres, ['--version'], { env: SERVER_ENVIRONMENT });
  const wanted = / (\d+)/.exec(stdout)?.[1];
  if (found !== wanted)
    throw embeddedError(
      `${home.data} was made by PostgreSQL ${found}, and version ${wanted} is installed: remove the folder, after a dump with the old version where its data matters.`,
    );
  return true;
}

/**
 * Makes the database cluster. It is made beside its place and moved there, so that what was
 * interrupted is never taken for whole.
 */
export async function createCluster(home: HomeFolder, { initdb }: Binaries, url: URL) {
  for (const entry of readdirSync(home.path))
    if (entry.startsWith('new-')) rmSync(join(home.path, entry), { recursive: true });
  const unfinished = join(home.path, `new-${process.pid}`);
  const passwordFile = join(home.path, `new-${process.pid}.password`);
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, url.password, { mode: 0o600 });
  if (home.user) {
    chownSync(unfinished, home.user.uid, home.user.gid);
    chownSync(passwordFile, home.user.uid, home.user.gid);
  }
  try {
    await run(initdb, [...initdbOptions(url), `--pwfile=${passwordFile}`, '-D', unfinished], {
      env: SERVER_ENVIRONMENT,
      cwd: home.path,
      ...home.user,
    });
    rmSync(home.data, { recursive: true, force: true });
    renameSync(unfinished, home.data);
  } catch (error) {
    throw initdbError(home, error);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function initdbOptions({ username }: URL): readonly string[] {
  return [
    `--username=${username}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    // A crash of the machine within the first second costs a new folder, which is what it was.
    '--no-sync',
  ];
}

function initdbError({ path }: HomeFolder, error: unknown) {
  const stderr = stderrOf(error);
  const said = stderr.split('\n').find((line) => /error|fatal|could not|no space/i.test(line));
  if (/no space left|quota/i.test(stderr))
    return embeddedError(`no space is left for ${path}: free some.`, error);
  return embeddedError(`initdb failed in ${path}: ${said ?? String(error)}.`, error);
}

function stderrOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'stderr' in error
    ? String(error.stderr)
    : '';
}
