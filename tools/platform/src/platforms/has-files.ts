import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../workspace-root';

/** Whether a platform has the file or folder of an app: a path below `deploy/<platform>`. */
export const hasFiles = (platform: string, path: string): boolean =>
  existsSync(join(workspaceRoot, 'deploy', platform, path));
