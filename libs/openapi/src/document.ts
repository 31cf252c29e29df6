/** An OpenAPI document of version 3.0 or 3.1, as far as it is read here. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly servers?: readonly { readonly url: string }[];
  readonly paths?: Readonly<Record<string, PathItem>>;
  readonly components?: {
    readonly schemas?: Readonly<Record<string, Schema>>;
    readonly securitySchemes?: Readonly<Record<string, SecurityScheme>>;
    readonly [kind: string]: unknown;
  };
  readonly security?: readonly Readonly<Record<string, unknown>>[];
}

/** A JSON Schema, in the dialect of the document's version. */
export type Schema = Readonly<Record<string, unknown>> | boolean;

export interface Reference {
  readonly $ref: string;
}

export type Method = 'get' | 'put' | 'post' | 'delete' | 'patch' | 'head';

interface PathItem extends Readonly<Partial<Record<Method, OperationObject>>> {
  readonly parameters?: readonly (Parameter | Reference)[];
}

export interface OperationObject {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: RequestBody | Reference;
  readonly security?: readonly Readonly<Record<string, unknown>>[];
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly description?: string;
  readonly required?: boolean;
  readonly schema?: Schema;
  readonly style?: string;
  readonly explode?: boolean;
}

export interface RequestBody {
  readonly description?: string;
  readonly required?: boolean;
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}

export interface SecurityScheme {
  readonly type: string;
  readonly scheme?: string;
  readonly name?: string;
  readonly in?: 'header' | 'query' | 'cookie';
}

/** The path that is asked for: some documents tell operations of one path apart by a fragment. */
export const withoutFragment = (path: string): string => path.split('#', 1)[0] ?? '';

const MAX_REFERENCES = 20;

/**
 * What a reference of the document names, through further references.
 *
 * @throws {Error} it leads out of the document, to nothing, or in a circle
 */
export function dereference<T extends object>(document: OpenApiDocument, value: T | Reference): T {
  let found: unknown = value;
  for (let count = 0; isReference(found); count += 1) {
    const { $ref } = found;
    found = count < MAX_REFERENCES ? at(document, $ref) : undefined;
    if (found === undefined) throw new Error(`${$ref} names nothing of this document.`);
  }
  return found as T;
}

function isReference(value: unknown): value is Reference {
  return typeof value === 'object' && value !== null && '$ref' in value;
}

/** By a JSON pointer in the fragment (RFC 6901, section 6). */
function at(document: OpenApiDocument, reference: string): unknown {
  if (!reference.startsWith('#/')) return undefined;
  return reference
    .slice(2)
    .split('/')
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, key)
          ? (value as Record<string, unknown>)[key]
          : undefined,
      document,
    );
}
