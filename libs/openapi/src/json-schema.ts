import { isObject } from '@repo/foundation';
import type { OpenApiDocument, Schema } from './document';

/**
 * What is taken over of a schema. `pattern` and `uniqueItems` are not, which the API checks anyway: in a
 * document from outside one may take seconds for a text, the other for a list, that a model sends.
 */
const KEYWORDS = new Set(
  (
    'type properties required additionalProperties items prefixItems enum const allOf anyOf oneOf not ' +
    'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength minItems maxItems ' +
    'minProperties maxProperties description default format'
  ).split(' '),
);
const FORMATS = new Set('date-time date time email uri uuid ipv4 ipv6 hostname'.split(' '));
const MAX_DESCRIPTION = 200;

/**
 * Makes JSON Schemas (2020-12) of those of a document, with the components that they name beside them
 * in `$defs`: a component that names itself stays finite.
 */
export class JsonSchemas {
  readonly $defs: Record<string, unknown> = {};

  constructor(private readonly document: OpenApiDocument) {}

  /** Of a value that is sent: what the API alone sets is left out. */
  of(schema: Schema): unknown {
    if (typeof schema === 'boolean') return schema;
    const { $ref } = schema;
    if (typeof $ref === 'string') return { $ref: this.definition($ref) };
    const made: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(schema)) {
      const taken = KEYWORDS.has(key) ? this.keyword(key, value) : undefined;
      if (taken !== undefined) made[key] = taken;
    }
    return nullable(schema, ofVersion2020(made));
  }

  private keyword(key: string, value: unknown): unknown {
    switch (key) {
      case 'properties':
        return isObject(value) ? this.properties(value) : value;
      case 'allOf':
      case 'anyOf':
      case 'oneOf':
      case 'prefixItems':
        return Array.isArray(value) ? value.map((one) => this.of(one as Schema)) : value;
      case 'items':
      case 'not':
      case 'additionalProperties':
        return isObject(value) ? this.of(value) : value;
      case 'description':
        return typeof value === 'string' ? oneLine(value, MAX_DESCRIPTION) : undefined;
      case 'format':
        return FORMATS.has(String(value)) ? value : undefined;
      case 'enum':
        return Array.isArray(value) && value.length > 0 ? value : undefined;
      default:
        return value;
    }
  }

  private properties(properties: Record<string, unknown>): Record<string, unknown> {
    const sent = Object.entries(properties).filter(
      ([, property]) => !(isObject(property) && property['readOnly'] === true),
    );
    return Object.fromEntries(sent.map(([name, property]) => [name, this.of(property as Schema)]));
  }

  private definition(reference: string): string {
    const name = /^#\/components\/schemas\/([^/]+)$/.exec(reference)?.[1];
    const schema = name && this.document.components?.schemas?.[decodeURIComponent(name)];
    if (name === undefined || schema === undefined) {
      throw new Error(`${reference} names no schema of this document's components.`);
    }
    if (!Object.hasOwn(this.$defs, name)) {
      this.$defs[name] = {};
      this.$defs[name] = this.of(schema as Schema);
    }
    return `#/$defs/${name}`;
  }
}

/** OpenAPI 3.0 says by booleans what JSON Schema says by the limit itself. */
function ofVersion2020(schema: Record<string, unknown>): Record<string, unknown> {
  const { required, properties } = schema;
  if (Array.isArray(required) && isObject(properties)) {
    schema['required'] = required.filter((name) => Object.hasOwn(properties, String(name)));
  }
  for (const [exclusive, limit] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (typeof schema[exclusive] !== 'boolean') continue;
    if (schema[exclusive]) {
      schema[exclusive] = schema[limit];
      delete schema[limit];
    } else delete schema[exclusive];
  }
  return schema;
}

function nullable(schema: Exclude<Schema, boolean>, made: Record<string, unknown>): unknown {
  return schema['nullable'] === true ? { anyOf: [made, { type: 'null' }] } : made;
}

/** Text without line breaks, cut at a word. */
export function oneLine(text: string, maxLength: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length <= maxLength) return line;
  const cut = line.slice(0, maxLength - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), maxLength / 2))}…`;
}
