import { DeployError } from '../../deploy.error';
import { isObject } from '@repo/foundation';

const placeholder = /\$\{([^}]*)\}/g;

/**
 * A template with its placeholders `${name}` filled in, in values and in keys.
 *
 * @throws {DeployError} USAGE for a placeholder that nobody knows
 */
export function fillPlaceholders<T>(
  template: T,
  values: Readonly<Record<string, string | number | boolean | undefined>>,
): T {
  const valueOf = (name: string) => {
    if (values[name] !== undefined) return String(values[name]);
    const known = Object.keys(values).join(', ');
    const found = JSON.stringify(name);
    throw new DeployError(
      'USAGE',
      `The template has the placeholder ${found}; known are ${known}.`,
    );
  };
  const fillText = (text: string) => text.replace(placeholder, (_, name: string) => valueOf(name));
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

/** The names of the placeholders that begin with a word, such as `secret:`. */
export function placeholdersOf(template: unknown, prefix: string): string[] {
  const names = [...JSON.stringify(template).matchAll(placeholder)].map(([, name]) => name!);
  return [...new Set(names.filter((name) => name.startsWith(prefix)))];
}
