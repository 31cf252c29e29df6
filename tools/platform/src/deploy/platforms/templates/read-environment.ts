import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DeployError } from '../../deploy.error';

/**
 * One environment of a platform, `deploy/<platform>/environments/<name>.json`.
 *
 * @throws {DeployError} USAGE with every fault, or with the environments that there are
 */
export function readEnvironment<T>(folder: string, name: string, schema: z.ZodType<T>): T {
  const environments = join(folder, 'environments');
  const file = join(environments, `${name}.json`);
  if (!existsSync(file)) {
    const known = readdirSync(environments).map((entry) => entry.replace(/\.json$/, ''));
    const there = `there are ${known.sort().join(', ')}`;
    throw new DeployError('USAGE', `No environment ${JSON.stringify(name)}: ${there}.`);
  }
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new DeployError('USAGE', `${file} is no JSON: ${(error as Error).message}`);
  }
  const { data, error } = schema.safeParse(content);
  if (error) throw new DeployError('USAGE', `${file} has faults:\n${z.prettifyError(error)}`);
  return data;
}
