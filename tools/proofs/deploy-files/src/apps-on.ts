import { platforms } from '@repo/platform/src/platforms/platforms';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from './workspace';

/** The apps that a platform has files of. */
export function appsOn(platform: string): string[] {
  const { files } = platforms.find(({ name }) => name === platform)!;
  return readdirSync(join(workspace, 'apps')).filter((app) => files(app) !== undefined);
}
