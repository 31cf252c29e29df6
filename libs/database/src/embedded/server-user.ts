import { statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Whom the server runs as. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** `nobody` of most systems. */
const NOBODY: ServerUser = { uid: 65_534, gid: 65_534 };

/**
 * PostgreSQL refuses to run as root. There the server runs as the owner of its data, so that it does
 * not matter who started it first; new data belongs to `nobody`.
 *
 * @returns nothing when the server runs as this process does
 */
export function serverUser(data: string): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const owner = statSync(data, { throwIfNoEntry: false });
  return owner === undefined || owner.uid === 0 ? NOBODY : { uid: owner.uid, gid: owner.gid };
}

/** Whether a user may enter a folder, or run a program, by the mode bits of it and all above. */
export function canReach({ uid, gid }: ServerUser, path: string): boolean {
  const { mode, uid: owner, gid: group } = statSync(path);
  const enter = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
  if ((mode & enter) === 0) return false;
  const above = dirname(path);
  return above === path || canReach({ uid, gid }, above);
}
