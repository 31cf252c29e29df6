import { isObject } from '@repo/foundation';

/** A JSON Schema (2020-12), or a part of one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Keywords that say nothing of which values are taken. */
export const ANNOTATIONS: ReadonlySet<string> = new Set([
  ...['title', 'description', 'default', 'examples', 'deprecated', 'readOnly', 'writeOnly'],
  ...['$schema', '$id', '$comment', '$defs', 'definitions'],
]);

/** `true` takes everything, `false` nothing. */
export function schemaOf(schema: unknown): JsonSchema {
  if (isObject(schema)) return schema;
  return schema === false ? { enum: [] } : {};
}

export function resolved(schema: JsonSchema, root: JsonSchema, depth = 0): JsonSchema {
  const { $ref, ...rest } = schema;
  if (typeof $ref !== 'string' || depth > 32) return schema;
  const target = $ref
    .replace(/^#\/?/, '')
    .split('/')
    .filter((part) => part !== '')
    .reduce<unknown>((part, key) => (isObject(part) ? part[unescaped(key)] : undefined), root);
  return { ...resolved(schemaOf(target ?? { $ref }), root, depth + 1), ...rest };
}

/** RFC 6901, section 4. */
function unescaped(key: string): string {
  return key.replaceAll('~1', '/').replaceAll('~0', '~');
}

export function hasReferences(schema: JsonSchema): boolean {
  return JSON.stringify(schema).includes('"$ref"');
}

/** A schema without its annotations, at its first level. */
export function bare(schema: JsonSchema): object {
  return Object.fromEntries(Object.entries(schema).filter(([name]) => !ANNOTATIONS.has(name)));
}

/** Each with what holds for all of them; undefined where there are none. */
export function alternatives({ anyOf, oneOf, ...rest }: JsonSchema): JsonSchema[] | undefined {
  const all = anyOf ?? oneOf;
  return Array.isArray(all) ? all.map((one) => ({ ...rest, ...schemaOf(one) })) : undefined;
}

export function typesOf({ type }: JsonSchema): string[] | undefined {
  if (type === undefined) return undefined;
  return (Array.isArray(type) ? type : [type]).map(String);
}

export function valuesOf(schema: JsonSchema): unknown[] | undefined {
  if ('const' in schema) return [schema['const']];
  return Array.isArray(schema['enum']) ? schema['enum'] : undefined;
}

export function typeOfValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

export function propertiesOf({ properties }: JsonSchema): Record<string, JsonSchema> {
  if (!isObject(properties)) return {};
  return Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, schemaOf(one)]));
}

export function requiredOf({ required }: JsonSchema): string[] {
  return Array.isArray(required) ? required.map(String) : [];
}

/** What fields are that the schema does not name: any, none, or of a schema. */
export function restOf({ additionalProperties: rest }: JsonSchema): boolean | JsonSchema {
  if (rest === undefined || rest === true) return true;
  return rest === false ? false : schemaOf(rest);
}
