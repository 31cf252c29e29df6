import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { DeployError } from '../deploy.error';
import { withTemporaryFolder } from '../cli/temporary';

/**
 * Names the built package of a function by its content, as a digest names an image.
 *
 * @returns `folder@sha256:…`
 * @throws {DeployError} NOT_FOUND when it has not been built
 */
export function packageDigest(root: string, folder: string): string {
  const path = join(root, folder);
  if (!existsSync(path)) {
    throw new DeployError('NOT_FOUND', `${folder} is missing: build it, npx nx build serverless.`);
  }
  const hash = createHash('sha256');
  const files = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) {
    const content = readFileSync(file);
    hash.update(`${relative(path, file)}\0${content.length}\0`).update(content);
  }
  return `${folder}@sha256:${hash.digest('hex')}`;
}

/**
 * Copies a built package, without its source maps, and the files that its platform wants beside it,
 * such as its `package.json`, into a temporary folder.
 */
export async function withPackage<T>(
  source: string,
  files: readonly string[],
  use: (folder: string) => Promise<T>,
): Promise<T> {
  return withTemporaryFolder(async (folder) => {
    cpSync(source, folder, { recursive: true, filter: (path) => !path.endsWith('.map') });
    for (const file of files) cpSync(file, join(folder, basename(file)));
    return use(folder);
  });
}
