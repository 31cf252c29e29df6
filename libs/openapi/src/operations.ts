import { isObject } from '@repo/foundation';
import {
  dereference,
  type Method,
  type OpenApiDocument,
  type OperationObject,
  type Parameter,
  type RequestBody,
} from './document';
import { JsonSchemas, oneLine } from './json-schema';

const METHODS: readonly Method[] = ['get', 'head', 'post', 'put', 'patch', 'delete'];
const MAX_NAME = 64;
const MAX_DESCRIPTION = 400;

/** An operation of the document, as a tool. */
export interface Operation {
  /** `get_invoice`: unique in the document. */
  readonly name: string;
  readonly description: string;
  readonly method: Method;
  /** With `{parameters}` in it. */
  readonly path: string;
  readonly parameters: readonly SentParameter[];
  readonly body?: SentBody;
  /** Of the arguments: a JSON Schema of an object. */
  readonly input: Readonly<Record<string, unknown>>;
  /** Whether the document asks for a credential. */
  readonly isSecured: boolean;
}

export interface SentParameter extends Pick<Parameter, 'name' | 'style' | 'explode'> {
  /** Its name among the arguments. */
  readonly argument: string;
  readonly in: 'path' | 'query' | 'header';
}

interface SentBody {
  readonly argument: string;
  readonly mediaType: string;
}

/** Headers that are this program's to set. */
const OWN_HEADERS = new Set(['accept', 'authorization', 'content-type', 'content-length', 'host']);

/**
 * All operations of a document, in its order.
 *
 * @throws {Error} a reference leads nowhere, or the document is of a version that is not read
 */
export function operationsOf(document: OpenApiDocument): readonly Operation[] {
  if (!/^3\.[01]\./.test(document.openapi)) {
    throw new Error(`OpenAPI ${document.openapi} is not read; 3.0 and 3.1 are.`);
  }
  const names = new Set<string>();
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.flatMap((method) => {
      const operation = item[method];
      if (operation === undefined) return [];
      const inherited = item.parameters ?? [];
      const parameters = [...inherited, ...(operation.parameters ?? [])].map((parameter) =>
        dereference<Parameter>(document, parameter),
      );
      return makeOperation(document, { path, method, operation, parameters, names });
    }),
  );
}

interface Found {
  readonly path: string;
  readonly method: Method;
  readonly operation: OperationObject;
  readonly parameters: readonly Parameter[];
  readonly names: Set<string>;
}

function makeOperation(document: OpenApiDocument, found: Found): Operation {
  const { path, method, operation } = found;
  const schemas = new JsonSchemas(document);
  const properties: Record<string, unknown> = {};
  const required: string[] = [];
  const add = (name: string, schema: unknown, isRequired: boolean): string => {
    const argument = unique(argumentName(name), (taken) => Object.hasOwn(properties, taken));
    properties[argument] = schema;
    if (isRequired) required.push(argument);
    return argument;
  };
  const parameters = sentParameters(found.parameters).map((parameter): SentParameter => {
    const { name, style, explode, description, required: isRequired = false } = parameter;
    const schema = described(schemas.of(parameter.schema ?? {}), description);
    const isNeeded = isRequired || parameter.in === 'path';
    return { name, style, explode, in: parameter.in, argument: add(name, schema, isNeeded) };
  });
  const body = bodyOf(document, operation, schemas, add);
  const { $defs } = schemas;
  return {
    name: unique(
      toolName(operation.operationId ?? `${method} ${path}`),
      (taken) => found.names.has(taken),
      (name) => found.names.add(name),
    ),
    description: describe(operation, method, path),
    method,
    path,
    parameters,
    ...(body === undefined ? {} : { body }),
    input: {
      type: 'object',
      properties,
      ...(required.length > 0 ? { required } : {}),
      additionalProperties: false,
      ...(Object.keys($defs).length > 0 ? { $defs } : {}),
    },
    isSecured: (operation.security ?? document.security ?? []).length > 0,
  };
}

type Sent = Parameter & { readonly in: SentParameter['in'] };

/** The parameters of the operation replace those of its path; no caller sets cookies or our headers. */
function sentParameters(parameters: readonly Parameter[]): readonly Sent[] {
  const last = new Map(parameters.map((one) => [`${one.in} ${one.name}`, one]));
  return [...last.values()].filter(
    (one): one is Sent =>
      one.in !== 'cookie' && !(one.in === 'header' && OWN_HEADERS.has(one.name.toLowerCase())),
  );
}

function bodyOf(
  document: OpenApiDocument,
  { requestBody }: OperationObject,
  schemas: JsonSchemas,
  add: (name: string, schema: unknown, isRequired: boolean) => string,
): SentBody | undefined {
  if (requestBody === undefined) return undefined;
  const {
    content = {},
    required = false,
    description,
  } = dereference<RequestBody>(document, requestBody);
  const mediaType = Object.keys(content).find(isSendable);
  if (mediaType === undefined) return undefined;
  const schema = described(schemas.of(content[mediaType]?.schema ?? {}), description);
  return { mediaType, argument: add('body', schema, required) };
}

/** JSON of any kind, and forms: what can be made of arguments. */
function isSendable(mediaType: string): boolean {
  return /^application\/(.+\+)?json\b/.test(mediaType) || mediaType.startsWith(FORM);
}

export const FORM = 'application/x-www-form-urlencoded';

function described(schema: unknown, description: string | undefined): unknown {
  if (description === undefined || !isObject(schema) || 'description' in schema) return schema;
  return { ...schema, description: oneLine(description, 200) };
}

function describe(
  { summary = '', description = '', deprecated }: OperationObject,
  method: Method,
  path: string,
): string {
  const isSaidTwice = description.startsWith(summary);
  const said = (isSaidTwice ? [description] : [summary, description]).filter(
    (text) => text.trim() !== '',
  );
  const text = said.join('. ') || `Calls ${method.toUpperCase()} ${path}`;
  return oneLine(`${deprecated === true ? 'Deprecated. ' : ''}${text}`, MAX_DESCRIPTION);
}

/** `listInvoices`, `invoices/list`, `GET /invoices/{id}` in the manner of tools: `get_invoices_id`. */
function toolName(id: string): string {
  const words = id.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return (
    words
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_|_$/g, '')
      .slice(0, MAX_NAME) || 'operation'
  );
}

const argumentName = (name: string) => name.replace(/[^\w.-]+/g, '_').slice(0, MAX_NAME);

function unique(
  name: string,
  isTaken: (name: string) => boolean,
  take: (name: string) => void = () => undefined,
): string {
  let free = name;
  for (let count = 2; isTaken(free); count += 1) {
    free = `${name.slice(0, MAX_NAME - String(count).length - 1)}_${count}`;
  }
  take(free);
  return free;
}
