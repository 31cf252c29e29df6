import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { embeddedError, folderError } from './embedded.error';
import { canReach, serverUser, type ServerUser } from './server-user';

const NOT_WRITABLE = ['EACCES', 'EPERM', 'EROFS', 'ENOENT'];

/** Where a server lives. */
export interface HomeFolder {
  readonly path: string;
  /** The database cluster within. */
  readonly data: string;
  /** Whom the server runs as, when that is not who this process runs as. */
  readonly user: ServerUser | undefined;
  /** Why it is not in the workspace, in one sentence. */
  readonly note?: string;
}

/**
 * The folder of a server of a workspace, made when it is missing: `.data/<name>`, or one in the
 * temporary folder where the server could not work in that one. Every process of the same user
 * comes to the same answer.
 */
export function homeFolder(workspace: string, name: string): HomeFolder {
  const wanted = join(workspace, '.data', name);
  const obstacle = obstacleTo(wanted);
  if (obstacle === undefined) return home(wanted);
  const path = temporaryHome(workspace, name);
  const note = `${obstacle}: the embedded PostgreSQL keeps its data in ${path}, which a restart of the machine may empty.`;
  return { ...home(path), note };
}

/** The nearest folder above that is the root of an Nx workspace, else the folder itself. */
export function workspaceOf(folder: string): string {
  for (let path = folder; ; path = dirname(path)) {
    if (existsSync(join(path, 'nx.json'))) return path;
    if (dirname(path) === path) return folder;
  }
}

function home(path: string): HomeFolder {
  const data = join(path, 'data');
  return { path, data, user: serverUser(data) };
}

function obstacleTo(path: string): string | undefined {
  try {
    make(path);
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!NOT_WRITABLE.includes(code)) throw folderError(path, error);
    return `${path} cannot be written (${code})`;
  }
  const { user } = home(path);
  return user === undefined || canReach(user, path)
    ? undefined
    : `${path} cannot be entered by uid ${user.uid}, whom the server runs as instead of root`;
}

/**
 * A folder of this workspace and user. Its name can be foretold and everyone may write to the
 * temporary folder, so one that another user made is refused.
 */
function temporaryHome(workspace: string, name: string): string {
  const uid = process.getuid?.() ?? 0;
  const hash = createHash('sha256').update(workspace).digest('hex').slice(0, 12);
  const folder = join(tmpdir(), `mcp-postgres-${uid}-${hash}`);
  const path = join(folder, name);
  try {
    make(folder);
    const found = lstatSync(folder);
    if (!found.isDirectory() || (process.getuid !== undefined && found.uid !== uid))
      throw embeddedError(`${folder} belongs to another user: remove it.`);
    make(path);
    return path;
  } catch (error) {
    throw folderError(path, error);
  }
}

/** Another user's server must be able to pass; the files in it are open to their owner only. */
function make(path: string): void {
  mkdirSync(path, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
}
