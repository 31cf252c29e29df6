import { join } from 'node:path';
import { readPush } from '../push/push-file';
import { workspaceRoot } from '../workspace-root';
import { functionPackages, isFunctionPlatform, type PlatformName } from './platform-names';
import { packageDigest } from './platforms/functions/package-digest';

/**
 * What is deployed, by its digest: the image that was pushed, or the package of a function that was
 * built.
 *
 * @throws {DeployError} NOT_FOUND when there is none
 */
export function releasedArtifact(appRoot: string, platform: PlatformName): string {
  if (!isFunctionPlatform(platform)) return readPush(appRoot).image;
  return packageDigest(workspaceRoot, join(appRoot, 'dist', functionPackages[platform]));
}
