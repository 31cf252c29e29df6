import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { DeployError } from '../../deploy.error';
import { readJson } from './read-json';

/**
 * One environment of a platform, `deploy/<platform>/environments/<name>.json`.
 *
 * @throws {DeployError} USAGE with every fault, or with the environments that there are
 */
export function readEnvironment<T>(folder: string, name: string, schema: z.ZodType<T>): T {
  const environments = join(folder, 'environments');
  const names = readdirSync(environments).map((file) => file.replace(/\.json$/, ''));
  // Looked up among the names, as a path such as ../api/service would lead to another file.
  if (!names.includes(name)) {
    const known = names.sort().join(', ');
    throw new DeployError('USAGE', `No environment ${JSON.stringify(name)}: there are ${known}.`);
  }
  return readJson(join(environments, `${name}.json`), schema);
}
