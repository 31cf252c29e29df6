import { existsSync } from 'node:fs';
import { join } from 'node:path';

const PROGRAMS = join(__dirname, '../../programs');

/**
 * A file of a package in `programs`, which only these tests need, so that `npm ci` of the workspace
 * does not bring it to everyone.
 *
 * @throws {Error} when the packages are not installed
 */
export function programFile(packageName: string, file: string): string {
  const path = join(PROGRAMS, 'node_modules', packageName, file);
  if (existsSync(path)) return path;
  throw new Error(`There is no ${path}: run "npx nx run api-e2e:programs".`);
}
