import { join } from 'node:path';

/**
 * The folder of the whole workspace. `@nx/devkit` exports it as well, but loading that takes longer
 * than the start of everything else here.
 */
export const workspaceRoot = join(__dirname, '../../..');
