import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { DeployError } from '../../deploy.error';

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
