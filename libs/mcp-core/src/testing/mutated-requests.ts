import fc from 'fast-check';

/** A well-formed request, to start from. */
export interface ValidRequest {
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

/** A request as bytes that may mean anything. */
export interface RawRequest {
  headers: Record<string, string>;
  body: string | Uint8Array<ArrayBuffer>;
}

type Json = fc.JsonValue;

/** Names and values that have broken parsers and object lookups before. */
const TRICKY: Json[] = [
  null,
  '',
  '__proto__',
  'constructor',
  'toString',
  -0,
  1e308,
  2 ** 53,
  '\u0000',
  '\ud800',
  [],
  {},
  ['tools/call'],
  'žluťoučký 🐎',
  nested(500),
];

/**
 * Requests that start from valid ones and go wrong in one or two places, and some that never were any.
 */
export function mutatedRequests(valid: readonly ValidRequest[]): fc.Arbitrary<RawRequest> {
  const seed = fc.constantFrom(...valid);
  return fc.oneof(
    { weight: 6, arbitrary: seed.chain((request) => alteredBody(request)) },
    { weight: 2, arbitrary: seed.chain((request) => brokenText(request)) },
    { weight: 1, arbitrary: seed.chain((request) => oddText(request)) },
    { weight: 1, arbitrary: seed.chain((request) => repeatedField(request)) },
    { weight: 2, arbitrary: seed.chain((request) => alteredHeaders(request)) },
    {
      weight: 1,
      arbitrary: seed.chain(({ headers }) =>
        fc.record({ headers: fc.constant(headers), body: noise() }),
      ),
    },
  );
}

const anything = () => fc.oneof(fc.constantFrom(...TRICKY), fc.jsonValue({ maxDepth: 3 }));

function alteredBody({ headers, body }: ValidRequest): fc.Arbitrary<RawRequest> {
  const paths = pathsOf(body as Json);
  const payload = paths.filter(
    ([top, next]) => top === 'params' && next !== undefined && next !== '_meta',
  );
  const change = fc.record({
    // What is wrong with the frame is found first, and then nothing else is looked at.
    path: fc.oneof(
      { weight: 1, arbitrary: fc.constantFrom(...paths) },
      { weight: 5, arbitrary: fc.constantFrom(...(payload.length > 0 ? payload : paths)) },
    ),
    value: fc.option(anything(), { nil: undefined }),
  });
  return fc.array(change, { minLength: 1, maxLength: 2 }).map((changes) => ({
    headers,
    body: JSON.stringify(
      changes.reduce<Json>((tree, { path, value }) => withChange(tree, path, value), body as Json),
    ),
  }));
}

function brokenText({ headers, body }: ValidRequest): fc.Arbitrary<RawRequest> {
  const text = JSON.stringify(body);
  return fc
    .record({
      at: fc.nat(text.length),
      drop: fc.nat(20),
      insert: fc.string({ unit: 'binary', maxLength: 8 }),
    })
    .map(({ at, drop, insert }) => ({
      headers,
      body: text.slice(0, at) + insert + text.slice(at + drop),
    }));
}

/** JSON that says what no JavaScript value says when it is written. */
const ODD_TOKENS = [
  '1e400',
  '-0.0',
  '0.1e-400',
  '123456789012345678901234567890',
  '"\\ud800"',
  '"\\u202e\\u0000"',
  '{"__proto__":{"text":"a"}}',
  '{"a":1,"a":2}',
];

function oddText({ headers, body }: ValidRequest): fc.Arbitrary<RawRequest> {
  const mark = '(odd)';
  return fc
    .record({
      path: fc.constantFrom(...pathsOf(body as Json)),
      token: fc.constantFrom(...ODD_TOKENS),
    })
    .map(({ path, token }) => ({
      headers,
      body: JSON.stringify(withChange(body as Json, path, mark)).replace(`"${mark}"`, () => token),
    }));
}

/** A field that stands twice: parsers differ in which of the two counts. */
function repeatedField({ headers, body }: ValidRequest): fc.Arbitrary<RawRequest> {
  const text = JSON.stringify(body);
  const fields = [...text.matchAll(/(?<=[{,])"[^"]+":/g)];
  return fc
    .record({ field: fc.constantFrom(...fields), value: anything() })
    .map(({ field, value }) => ({
      headers,
      body: `${text.slice(0, field.index)}${field[0]}${JSON.stringify(value)},${text.slice(field.index)}`,
    }));
}

function alteredHeaders({ headers, body }: ValidRequest): fc.Arbitrary<RawRequest> {
  const value = fc.oneof(
    fc.constantFrom(
      '',
      '2025-11-25',
      '2026-07-28',
      '2099-12-31',
      '=?base64?!?=',
      '*/*',
      'text/plain',
    ),
    fc.string({ maxLength: 30 }).map((text) => text.replace(/[^\x20-\x7e]/g, '')),
  );
  const name = fc.constantFrom(
    ...Object.keys(headers),
    'mcp-param-region',
    'last-event-id',
    'origin',
  );
  return fc.dictionary(name, value, { minKeys: 1, maxKeys: 2 }).map((changed) => ({
    headers: { ...headers, ...changed },
    body: JSON.stringify(body),
  }));
}

function noise(): fc.Arbitrary<string | Uint8Array<ArrayBuffer>> {
  return fc.oneof(
    fc.json(),
    fc.string({ unit: 'binary' }),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => new Uint8Array(bytes)),
  );
}

type Path = readonly string[];

function pathsOf(value: Json, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...entriesOf(value).flatMap(([key, part]) => pathsOf(part, [...path, key]))];
}

/** A copy with the value at a path replaced, or removed where there is none. */
function withChange(tree: Json, path: Path, value: Json | undefined): Json {
  const [key, ...rest] = path;
  if (key === undefined) return value ?? null;
  if (typeof tree !== 'object' || tree === null) return tree;
  const entries = entriesOf(tree).flatMap(([name, part]): [string, Json][] => {
    if (name !== key) return [[name, part]];
    if (rest.length === 0) return value === undefined ? [] : [[name, value]];
    return [[name, withChange(part, rest, value)]];
  });
  return Array.isArray(tree) ? entries.map(([, part]) => part) : Object.fromEntries(entries);
}

function entriesOf(value: object): [string, Json][] {
  return Object.entries(value) as [string, Json][];
}

function nested(depth: number): Json {
  let value: Json = 0;
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}
