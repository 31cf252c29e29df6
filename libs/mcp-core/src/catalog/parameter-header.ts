import type { ParameterHeader } from '../features/feature';
import { isObject } from '@repo/foundation';
import type { JsonSchema } from '../features/json-schema';

const KEY = 'x-mcp-header';
/** RFC 9110, section 5.6.2: `1*tchar`. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/**
 * Finds the `x-mcp-header` annotations of an input schema.
 *
 * @throws {Error} says which rule of "Custom Headers from Tool Parameters" (2026-07-28, Streamable
 *   HTTP) one of them breaks: clients would leave such a tool out of their list.
 */
export function parameterHeaders(schema: JsonSchema): ParameterHeader[] {
  const found: ParameterHeader[] = [];
  collect(schema, [], found);
  if (countAnnotations(schema) > found.length) {
    throw new Error(`"${KEY}" stands where no chain of "properties" leads`);
  }
  const names = new Set(found.map((entry) => entry.header));
  if (names.size < found.length) throw new Error(`two "${KEY}" values are the same but for case`);
  return found;
}

function collect(schema: JsonSchema, path: string[], found: ParameterHeader[]): void {
  const properties = schema['properties'];
  if (!isObject(properties)) return;
  for (const [name, property] of Object.entries(properties)) {
    if (!isObject(property)) continue;
    const here = [...path, name];
    if (KEY in property) found.push(readAnnotation(property, here));
    collect(property, here, found);
  }
}

function readAnnotation(property: JsonSchema, path: string[]): ParameterHeader {
  const value = property[KEY];
  const type = property['type'];
  if (typeof value !== 'string' || !TOKEN.test(value)) {
    throw new Error(`"${KEY}" of "${path.join('.')}" must be a header name token (RFC 9110)`);
  }
  if (type !== 'string' && type !== 'integer' && type !== 'boolean') {
    throw new Error(`"${KEY}" of "${path.join('.')}" needs a string, integer or boolean`);
  }
  return { header: `mcp-param-${value.toLowerCase()}`, path, type };
}

function countAnnotations(value: unknown): number {
  if (Array.isArray(value))
    return value.reduce<number>((sum, item) => sum + countAnnotations(item), 0);
  if (!isObject(value)) return 0;
  const own = typeof value[KEY] === 'string' ? 1 : 0;
  return own + Object.values(value).reduce<number>((sum, item) => sum + countAnnotations(item), 0);
}
