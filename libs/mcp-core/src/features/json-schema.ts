import { isObject } from '@repo/foundation';

export type JsonSchema = Record<string, unknown>;

/** The schema of a tool without arguments, as the specification recommends it. */
export const NO_INPUT: JsonSchema = { type: 'object', additionalProperties: false };

/** The names of an object schema's properties, and those of them that must be there. */
export function propertiesOf(schema: JsonSchema): {
  properties: Record<string, JsonSchema>;
  required: ReadonlySet<unknown>;
} {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  return { properties: properties as Record<string, JsonSchema>, required };
}
