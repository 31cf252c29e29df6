import { lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const OTHERS = 0o077;
/** As many as production asks for. */
const MIN_BYTES = 32;

/**
 * The secret of development: in `.data` of the workspace, for its owner alone, so that a token is
 * still good after a reload. Where there is no workspace, as in an image, or it cannot be written, the
 * secret is of this start alone.
 *
 * @param fresh a secret for where there is none
 * @param folder in the workspace
 */
export function developmentSecret(fresh: string, folder = process.cwd()): string {
  const workspace = workspaceOf(folder);
  if (workspace === undefined) return fresh;
  const file = join(workspace, '.data/development-secret');
  try {
    return keptSecret(file) ?? keep(file, fresh);
  } catch {
    return fresh;
  }
}

/** The folder above that is the root of the Nx workspace. */
function workspaceOf(folder: string): string | undefined {
  if (existsSync(join(folder, 'nx.json'))) return folder;
  return dirname(folder) === folder ? undefined : workspaceOf(dirname(folder));
}

/** Nothing where others could have read or written it. */
function keptSecret(file: string): string | undefined {
  const status = lstatSync(file, { throwIfNoEntry: false });
  if (status?.isFile() !== true || (status.mode & OTHERS) !== 0) return undefined;
  if (process.getuid !== undefined && status.uid !== process.getuid()) return undefined;
  const secret = readFileSync(file, 'utf8').trim();
  return Buffer.byteLength(secret) < MIN_BYTES ? undefined : secret;
}

function keep(file: string, secret: string): string {
  mkdirSync(dirname(file), { recursive: true });
  rmSync(file, { force: true });
  writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx' });
  return secret;
}
