import { isObject } from '@repo/foundation';
import { propertiesOf, type JsonSchema } from './json-schema';

/** What a form may say of a field (2026-07-28, elicitation, Requested Schema; SEP-1034, SEP-1330). */
const KEYWORDS: Record<string, readonly string[]> = {
  string: ['minLength', 'maxLength', 'format', 'enum', 'enumNames', 'oneOf'],
  number: ['minimum', 'maximum'],
  integer: ['minimum', 'maximum'],
  boolean: [],
  array: ['minItems', 'maxItems', 'items'],
};
const OF_ALL = ['type', 'title', 'description', 'default'];
const FORMATS = ['email', 'uri', 'date', 'date-time'];

/**
 * The form that clients get for a schema. They know flat fields and few keywords; others, such as
 * `pattern`, are left out, and only the host checks them in the answer.
 *
 * @throws {TypeError} names a field that a form cannot have
 */
export function formSchema(schema: JsonSchema): JsonSchema {
  if (schema['type'] !== 'object') throw new TypeError(`A form is an object of fields. ${ALLOWED}`);
  const { properties, required } = propertiesOf(schema);
  const fields = Object.entries(properties).map(([name, field]) => [name, formField(name, field)]);
  const { $schema } = schema;
  return {
    ...($schema !== undefined && { $schema }),
    type: 'object',
    properties: Object.fromEntries(fields) as JsonSchema,
    ...(required.size > 0 && { required: [...required] }),
  };
}

const ALLOWED =
  'A field is a string, number, integer or boolean, one of some strings, or an array of such.';

function formField(name: string, field: JsonSchema): JsonSchema {
  const { type, format } = field;
  const keywords = typeof type === 'string' ? KEYWORDS[type] : undefined;
  const isChoices = type !== 'array' || isChoice(field['items']);
  if (keywords === undefined || !isChoices || ('oneOf' in field && !isTitled(field['oneOf']))) {
    throw new TypeError(`A form cannot have the field "${name.slice(0, 100)}". ${ALLOWED}`);
  }
  const known = [...OF_ALL, ...keywords].filter(
    (keyword) => keyword in field && (keyword !== 'format' || FORMATS.includes(String(format))),
  );
  return Object.fromEntries(known.map((keyword) => [keyword, field[keyword]]));
}

/** The values of a field of several: strings, with or without titles. */
function isChoice(items: unknown): boolean {
  if (!isObject(items)) return false;
  return (items['type'] === 'string' && Array.isArray(items['enum'])) || isTitled(items['anyOf']);
}

function isTitled(choices: unknown): boolean {
  const isOne = (choice: unknown) =>
    isObject(choice) && typeof choice['const'] === 'string' && typeof choice['title'] === 'string';
  return Array.isArray(choices) && choices.every(isOne);
}
