import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace-root';

/** Whether a platform has files of an app, in a folder below `deploy/<platform>`. */
export const hasFolder = (platform: string, folder: string): boolean =>
  existsSync(join(workspaceRoot, 'deploy', platform, folder));
