import { isObject } from '@repo/foundation';
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { DeployError } from '../deploy.error';

const PLACEHOLDER = /\$\{([^}]*)\}/g;
const SECRET_PREFIX = 'secret:';

/** A template in YAML, with its placeholders. @throws {DeployError} USAGE */
export function readTemplate<T>(file: string): T {
  if (!existsSync(file)) throw new DeployError('USAGE', `${file} is missing.`);
  try {
    return parse(readFileSync(file, 'utf8')) as T;
  } catch (error) {
    throw new DeployError('USAGE', `${file} is no YAML: ${(error as Error).message}`);
  }
}

/**
 * A template with its placeholders `${name}` filled in, in values and in keys.
 *
 * @param secretOf what stands for `${secret:NAME}`, where the template may name secrets
 * @throws {DeployError} USAGE for a placeholder that nobody knows
 */
export function fillPlaceholders<T>(
  template: unknown,
  values: Readonly<Record<string, string | number | boolean | undefined>>,
  secretOf?: (name: string) => string | undefined,
): T {
  const valueOf = (name: string) => {
    const value =
      secretOf && name.startsWith(SECRET_PREFIX)
        ? secretOf(name.slice(SECRET_PREFIX.length))
        : Object.hasOwn(values, name)
          ? values[name]
          : undefined;
    if (value !== undefined) return String(value);
    const known = [...Object.keys(values), ...(secretOf ? [`${SECRET_PREFIX}NAME`] : [])];
    throw new DeployError(
      'USAGE',
      `The template has the placeholder ${JSON.stringify(name)}; known are ${known.join(', ')}.`,
    );
  };
  const fillText = (text: string) => text.replace(PLACEHOLDER, (_, name: string) => valueOf(name));
  const fill = (node: unknown): unknown => {
    if (typeof node === 'string') return fillText(node);
    if (Array.isArray(node)) return node.map(fill);
    if (!isObject(node)) return node;
    return Object.fromEntries(
      Object.entries(node).map(([key, value]) => [fillText(key), fill(value)]),
    );
  };
  return fill(template) as T;
}

/** The names of the secrets that a template has placeholders of. */
export function secretNamesOf(template: unknown): string[] {
  const names = [...JSON.stringify(template).matchAll(PLACEHOLDER)].map(([, name]) => name!);
  const secrets = names.filter((name) => name.startsWith(SECRET_PREFIX));
  return [...new Set(secrets)].map((name) => name.slice(SECRET_PREFIX.length));
}
