import { isObject } from '@repo/foundation';

type JsonSchema = Readonly<Record<string, unknown>>;

const MAX_LEVELS = 12;

const OF_FORMAT: Readonly<Record<string, string>> = {
  'date-time': '2026-01-02T03:04:05Z',
  date: '2026-01-02',
  time: '03:04:05Z',
  email: 'ada@example.com',
  uri: 'https://example.com/',
  uuid: '7f3c9a52-6d1e-4b8a-9c0f-2e5d8b7a1c34',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  hostname: 'example.com',
};

/** The least arguments that a tool takes, by its `inputSchema`. */
export function sampleArguments(schema: object): Record<string, unknown> {
  return sample(schema as JsonSchema, schema as JsonSchema, 0) as Record<string, unknown>;
}

function sample(schema: JsonSchema, root: JsonSchema, level: number): unknown {
  if (level > MAX_LEVELS) return null;
  const within = (one: unknown) => sample(isObject(one) ? one : {}, root, level + 1);
  if ('const' in schema) return schema['const'];
  if ('default' in schema) return schema['default'];
  if (Array.isArray(schema['enum'])) return schema['enum'][0] as unknown;
  const { $ref } = schema;
  if (typeof $ref === 'string') {
    return within((root['$defs'] as JsonSchema)[$ref.replace('#/$defs/', '')]);
  }
  const alternative = [schema['oneOf'], schema['anyOf']].find(Array.isArray)?.[0] as unknown;
  const parts = [...((schema['allOf'] as unknown[] | undefined) ?? []), alternative];
  const made = parts.filter((one) => one !== undefined).map(within);
  const type = Array.isArray(schema['type']) ? (schema['type'][0] as unknown) : schema['type'];
  if (type === undefined && !isObject(schema['properties'])) {
    if (made.length > 1) return Object.assign({}, ...made) as unknown;
    return made.length === 1 ? made[0] : 'text';
  }
  if (made.length > 0 && !isObject(made[0])) return made[0];
  return ofType(schema, type ?? 'object', made, within);
}

function ofType(
  schema: JsonSchema,
  type: unknown,
  made: readonly unknown[],
  within: (schema: unknown) => unknown,
): unknown {
  const {
    minLength = 0,
    maxLength = Infinity,
    minItems = 0,
    minimum,
    exclusiveMinimum,
  } = schema as {
    readonly [limit: string]: number | undefined;
  };
  switch (type) {
    case 'string': {
      const text = OF_FORMAT[String(schema['format'])] ?? 'text';
      return text.padEnd(minLength ?? 0, 'x').slice(0, maxLength);
    }
    case 'integer':
    case 'number':
      return minimum ?? (exclusiveMinimum === undefined ? 1 : exclusiveMinimum + 1);
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'array':
      return Array.from({ length: minItems ?? 0 }, () => within(schema['items']));
    default: {
      const properties = isObject(schema['properties']) ? schema['properties'] : {};
      const required = (schema['required'] as readonly string[] | undefined) ?? [];
      const own = required.map((name) => [name, within(properties[name])]);
      return Object.assign({}, ...made, Object.fromEntries(own)) as unknown;
    }
  }
}
