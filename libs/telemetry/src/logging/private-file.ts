import { closeSync, constants, fchmodSync, fstatSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { ConfigError } from '@repo/config';
import { codeOf, messageOf, quote } from '@repo/foundation';

const OWNER_ONLY = 0o600;
const OTHERS = 0o077;

/**
 * Makes a log file that its owner alone may read and write, and its folder. One that is there already
 * is tightened to that; a pipe or a device is left as it is.
 *
 * @throws {ConfigError} it cannot be written, or stays open to others
 */
export function makePrivate(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    const fd = openSync(
      file,
      constants.O_APPEND | constants.O_CREAT | constants.O_WRONLY,
      OWNER_ONLY,
    );
    try {
      tighten(fd);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    throw new ConfigError([
      {
        name: 'LOG_FILE',
        found: `${quote(file)} (${codeOf(error) ?? messageOf(error)})`,
        allowed: 'a file that this process owns or can make, which nobody else may read',
        hint: 'chown it to the user of this process, or name another one',
      },
    ]);
  }
}

function tighten(fd: number): void {
  const status = fstatSync(fd);
  if (status.isFile() && (status.mode & OTHERS) !== 0) fchmodSync(fd, OWNER_ONLY);
}
