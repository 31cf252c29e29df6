import { isObject } from '@repo/foundation';
import type { JsonSchema } from './json-schema';

const COMPOSITIONS = ['oneOf', 'anyOf', 'allOf'];
const OBJECT_KEYWORDS = ['properties', 'patternProperties', 'additionalProperties', 'required'];

/**
 * Says of a schema that its root is an object, where it does not say so itself: a union of objects
 * has no `type`, and the protocol asks for one. Arguments are always an object; an output is one
 * where the schema leaves no other choice (SEP-2106).
 */
export function withObjectType(schema: JsonSchema, side: 'input' | 'output'): JsonSchema {
  if (schema['type'] !== undefined) return schema;
  const isOne = side === 'input' ? mayBeObject(schema) : isOfObjects(schema, schema);
  return isOne ? { type: 'object', ...schema } : schema;
}

function mayBeObject(schema: JsonSchema): boolean {
  if (schema['type'] !== undefined) return schema['type'] === 'object';
  const members = membersOf(schema);
  return members.length === 0 || members.some(mayBeObject);
}

/** Follows a reference one step: a schema that refers to itself must not be followed for ever. */
function isOfObjects(schema: JsonSchema, root: JsonSchema): boolean {
  if (schema['type'] !== undefined) return schema['type'] === 'object';
  if (OBJECT_KEYWORDS.some((keyword) => keyword in schema)) return true;
  if (definitionOf(schema['$ref'], root)?.['type'] === 'object') return true;
  const members = membersOf(schema);
  return members.length > 0 && members.every((member) => isOfObjects(member, root));
}

function membersOf(schema: JsonSchema): JsonSchema[] {
  const members = COMPOSITIONS.map((keyword) => schema[keyword]).find(Array.isArray) ?? [];
  return members.filter(isObject);
}

function definitionOf(reference: unknown, root: JsonSchema): JsonSchema | undefined {
  const [, keyword, name] = /^#\/(\$defs|definitions)\/([^/~%]+)$/.exec(String(reference)) ?? [];
  if (keyword === undefined || name === undefined) return undefined;
  const definitions = root[keyword];
  const found = isObject(definitions) ? definitions[name] : undefined;
  return isObject(found) ? found : undefined;
}

/** Keywords whose value is data, in which a `$ref` is no reference. */
const DATA = new Set(['const', 'enum', 'default', 'examples']);
/** Keywords whose value has names of the author's choice, and schemas under them. */
const NAMED = new Set([
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
  'dependentSchemas',
]);

/** The entry of a list as clients of 2025-11-25 and older take it. */
export function legacyEntry(entry: object): object {
  const { outputSchema } = entry as { outputSchema?: JsonSchema };
  return outputSchema !== undefined && isWrapped(outputSchema)
    ? { ...entry, outputSchema: wrapped(outputSchema) }
    : entry;
}

/** Whether clients of 2025-11-25 and older get what has this schema under a key (SEP-2106). */
export function isWrapped(schema: JsonSchema): boolean {
  return schema['type'] !== 'object';
}

/**
 * The form of an output schema that clients of 2025-11-25 and older take, whose structured content
 * is an object always: the output under the key `result`.
 */
function wrapped(schema: JsonSchema): JsonSchema {
  const dialect = schema['$schema'] === undefined ? {} : { $schema: schema['$schema'] };
  const properties = { result: moved(schema) };
  return { ...dialect, type: 'object', properties, required: ['result'] };
}

/** The schema at its new place: references within the document lead there. */
function moved(schema: JsonSchema): JsonSchema {
  // An identifier of its own is what its references start from, wherever it stands.
  const { $id: id } = schema;
  if (typeof id === 'string' && !id.startsWith('#')) return schema;
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [keyword, movedValue(keyword, value)]),
  );
}

function movedValue(keyword: string, value: unknown): unknown {
  if (DATA.has(keyword)) return value;
  if (keyword === '$ref' || keyword === '$dynamicRef') return movedReference(value);
  if (Array.isArray(value))
    return value.map((item: unknown) => (isObject(item) ? moved(item) : item));
  if (!isObject(value)) return value;
  if (!NAMED.has(keyword)) return moved(value);
  return Object.fromEntries(
    Object.entries(value).map(([name, schema]) => [
      name,
      isObject(schema) ? moved(schema) : schema,
    ]),
  );
}

function movedReference(value: unknown): unknown {
  if (value === '#') return '#/properties/result';
  const isPointer = typeof value === 'string' && value.startsWith('#/');
  return isPointer ? `#/properties/result${value.slice(1)}` : value;
}
