import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { type RawEnvironment, rawValue } from './parse-variables';

/** Later files win over earlier ones. */
const fileNames = ['.env', '.env.local'];

export interface EnvFiles {
  /** What the files add to the real environment. */
  readonly variables: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
}

/**
 * Reads `.env` and `.env.local` of a folder, in development only: in production settings come from
 * the orchestrator, and a test must not depend on a developer's machine. A variable that the real
 * environment has, even an empty one, is never overridden. The files' syntax is that of `node --env-file`.
 */
export function readEnvFiles(folder: string, environment: RawEnvironment): EnvFiles {
  const present = fileNames.filter((name) => existsSync(join(folder, name)));
  const where = rawValue(environment, 'ENVIRONMENT')?.toLowerCase() ?? 'development';
  if (where === 'production') {
    return {
      variables: {},
      warnings: present.map((name) => `The file ${name} is ignored in production.`),
    };
  }
  if (where !== 'development') return { variables: {}, warnings: [] };

  const merged: NodeJS.Dict<string> = {};
  for (const name of present)
    Object.assign(merged, parseEnv(readFileSync(join(folder, name), 'utf8')));
  const added = Object.entries(merged).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && environment[entry[0]] === undefined,
  );
  return { variables: Object.fromEntries(added), warnings: [] };
}
