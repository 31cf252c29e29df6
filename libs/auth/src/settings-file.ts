import { readFileSync } from 'node:fs';
import { fieldFaults, messageOf } from '@repo/foundation';
import { parse } from 'yaml';
import type { z } from 'zod';

/** Characters. */
const MAX_LENGTH = 262_144;

/** What is wrong with a file that a variable names. */
export function settingsFault(variable: string, path: string, faults: readonly string[]): Error {
  const lines = faults.map((one) => `  ${one}`).join('\n');
  return new Error(`${variable}: ${path} has faults:\n${lines}`);
}

/**
 * Reads the YAML file that a variable names.
 *
 * @throws {Error} it cannot be read, or with all its faults, each by its path
 */
export function readSettingsFile<S extends z.ZodType>(
  variable: string,
  path: string,
  schema: S,
): z.output<S> {
  let value: unknown;
  try {
    const text = readFileSync(path, 'utf8');
    if (text.length > MAX_LENGTH) throw new Error(`it has more than ${MAX_LENGTH} characters`);
    value = parse(text, { maxAliasCount: 20 });
  } catch (error) {
    throw settingsFault(variable, path, [messageOf(error)]);
  }
  const { data, error } = schema.safeParse(value);
  if (error === undefined) return data;
  const faults = fieldFaults(error.issues).map(({ field, detail }) => `${field}: ${detail}`);
  throw settingsFault(variable, path, faults);
}
