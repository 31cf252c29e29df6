/** An OpenAPI document, as far as it is cut. */
export interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly servers?: unknown;
  readonly security?: unknown;
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Which operations are taken; without tags and operations all of them. */
export interface Choice {
  readonly tags?: readonly string[];
  /** `operationId`s */
  readonly operations?: readonly string[];
}

interface Operation {
  readonly operationId?: string;
  readonly tags?: readonly string[];
}

const METHODS = ['get', 'head', 'post', 'put', 'patch', 'delete'];

/** What tools are made of; answers are returned as they come. */
const OF_TOOL = 'operationId summary description deprecated tags parameters requestBody security';
const OF_TYPE = new Set(`${OF_TOOL} responses`.split(' '));
const OF_OPERATION = new Set(OF_TOOL.split(' '));
/** What OpenAPI wants of each operation, so that the cut is a document itself. */
const ANY_ANSWER = { default: { description: 'It is returned as it comes.' } };

const LEFT_OUT = new Set(['example', 'examples', 'externalDocs', 'xml', 'discriminator']);

/**
 * A document with the chosen operations and what they refer to, without examples.
 *
 * @param withAnswers what the API answers with is kept as well, for types
 * @throws {Error} nothing is chosen, or what is asked for is not there
 */
export function cutDocument(
  document: Document,
  { tags = [], operations = [] }: Choice,
  withAnswers = false,
): Document {
  const all = Object.values(document.paths).flatMap(operationsOf);
  refuseUnknown(
    'tag',
    tags,
    all.flatMap((operation) => operation.tags ?? []),
  );
  refuseUnknown(
    'operationId',
    operations,
    all.flatMap(({ operationId }) => operationId ?? []),
  );
  const isChosen = (operation: Operation) =>
    (tags.length === 0 && operations.length === 0) ||
    tags.some((tag) => operation.tags?.includes(tag)) ||
    operations.includes(operation.operationId ?? '');

  const paths: Record<string, Record<string, unknown>> = {};
  for (const [path, item] of Object.entries(document.paths)) {
    const chosen = METHODS.filter(
      (method) => method in item && isChosen(item[method] as Operation),
    );
    if (chosen.length === 0) continue;
    const own = chosen.map((method) => [
      method,
      withAnswers
        ? pick(item[method] as object, OF_TYPE)
        : { ...pick(item[method] as object, OF_OPERATION), responses: ANY_ANSWER },
    ]);
    const shared = item['parameters'] === undefined ? [] : [['parameters', item['parameters']]];
    paths[path] = plain(Object.fromEntries([...shared, ...own])) as Record<string, unknown>;
  }
  if (Object.keys(paths).length === 0) throw new Error('The document has no such operation.');
  const { openapi, info, servers, security } = document;
  return {
    ...{ openapi, info: { title: info.title, version: info.version } },
    ...{ servers, security, paths },
    components: {
      ...referred(document, paths),
      securitySchemes: plain(document.components?.['securitySchemes'] ?? {}) as Record<
        string,
        unknown
      >,
    },
  };
}

/** How many operations a document has. */
export const countOperations = ({ paths }: Document): number =>
  Object.values(paths).flatMap(operationsOf).length;

function operationsOf(item: Readonly<Record<string, unknown>>): Operation[] {
  return METHODS.flatMap((method) => (item[method] as Operation | undefined) ?? []);
}

function pick(value: object, keys: ReadonlySet<string>): object {
  return Object.fromEntries(Object.entries(value).filter(([key]) => keys.has(key)));
}

function refuseUnknown(what: string, asked: readonly string[], known: readonly string[]): void {
  const missing = asked.filter((one) => !known.includes(one));
  if (missing.length === 0) return;
  const some = [...new Set(known)].slice(0, 40).join(', ');
  throw new Error(`No operation has the ${what} ${missing.join(', ')}. There are: ${some}`);
}

/** The components that something refers to, and those that they refer to. */
function referred(document: Document, from: unknown): Record<string, Record<string, unknown>> {
  const found: Record<string, Record<string, unknown>> = {};
  const waiting = references(from);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [, kind = '', name = ''] = /^#\/components\/(\w+)\/([^/]+)$/.exec(next) ?? [];
    const component = document.components?.[kind]?.[decodeURIComponent(name)];
    if (component === undefined) throw new Error(`${next} names nothing of the document.`);
    if (found[kind] !== undefined && name in found[kind]) continue;
    const cut = plain(component);
    (found[kind] ??= {})[name] = cut;
    waiting.push(...references(cut));
  }
  return found;
}

function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    key === '$ref' && typeof one === 'string' ? [one] : references(one),
  );
}

/** Without examples and what vendors add; a property may be called so all the same. */
function plain(value: unknown, isNamed = false): unknown {
  if (Array.isArray(value)) return value.map((one) => plain(one));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(
    ([key]) => isNamed || !(LEFT_OUT.has(key) || key.startsWith('x-')),
  );
  return Object.fromEntries(kept.map(([key, one]) => [key, plain(one, key === 'properties')]));
}
