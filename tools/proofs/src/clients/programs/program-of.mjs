import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Settings and sign-ins that a program keeps in the home folder, which is not a proof's to write. */
export const HOME = join(tmpdir(), 'mcp-client-proofs');

/** A command that runs a file of an installed package. */
export function programOf(file, args) {
  const path = fileURLToPath(new URL(`node_modules/${file}`, import.meta.url));
  return {
    command: process.execPath,
    args: [path, ...args],
    env: { PATH: process.env.PATH, HOME, MCP_REMOTE_CONFIG_DIR: HOME, NO_COLOR: '1' },
  };
}
