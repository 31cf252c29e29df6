import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { DeployError } from '../../deploy.error';

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
