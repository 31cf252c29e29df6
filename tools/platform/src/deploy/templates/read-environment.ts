import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DeployError } from '../deploy.error';

/** A field that the environments of each platform have. */
export const hostName = z
  .string()
  .regex(/^(?=.{4,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'expected a host name');

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

/** A file in JSON. @throws {DeployError} USAGE with every fault */
export function readJson<T>(file: string, schema: z.ZodType<T>): T {
  if (!existsSync(file)) throw new DeployError('USAGE', `${file} is missing.`);
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
