import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The root of the repository. */
export const workspace = join(__dirname, '../../../..');

/** The text of a file of the repository, by its path from the root. */
export function textOf(path: string): string {
  return readFileSync(join(workspace, path), 'utf8');
}
