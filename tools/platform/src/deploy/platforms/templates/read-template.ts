import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { DeployError } from '../../deploy.error';

/** A template in YAML, with its placeholders. @throws {DeployError} USAGE */
export function readTemplate<T>(file: string): T {
  if (!existsSync(file)) throw new DeployError('USAGE', `${file} is missing.`);
  try {
    return parse(readFileSync(file, 'utf8')) as T;
  } catch (error) {
    throw new DeployError('USAGE', `${file} is no YAML: ${(error as Error).message}`);
  }
}
