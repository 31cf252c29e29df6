import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of every server that has none of its own, which its argument `APP` names. */
const SERVER_DOCKERFILE = 'apps/api/Dockerfile';

/** What an app depends on that is a server. */
const SERVER = '@repo/mcp-server';

/**
 * The Dockerfile of an app, relative to the workspace: its own, else that of all servers.
 *
 * @param root of the app, such as `apps/api`
 * @returns `undefined` where it becomes no image
 */
export function dockerfileOf(root: string, workspaceRoot: string): string | undefined {
  const own = `${root}/Dockerfile`;
  if (existsSync(join(workspaceRoot, own))) return own;
  const manifest = readFileSync(join(workspaceRoot, root, 'package.json'), 'utf8');
  const { dependencies = {} } = JSON.parse(manifest) as { dependencies?: object };
  return SERVER in dependencies ? SERVER_DOCKERFILE : undefined;
}
