import type { Random } from '../deploy-fuzz/random';
import { hostileJson } from './hostile-json';
import { hostileText } from './hostile-text';
import type { WireRequest } from './wire-request';

/** One way to make a request dearer; undefined where it does not apply. */
type Change = (random: Random, wire: WireRequest) => WireRequest | undefined;

/** Node refuses more of all headers together, and of the first line. */
const MAX_HEAD = 14_000;
/** What the server takes by default, and a little more. */
const MAX_BODY = 1_050_000;

const HEADERS = [
  ...[
    'accept',
    'accept-encoding',
    'authorization',
    'x-api-key',
    'content-type',
    'cookie',
    'origin',
  ],
  ...['mcp-name', 'mcp-method', 'mcp-session-id', 'mcp-protocol-version', 'mcp-param-a', 'baggage'],
  ...['last-event-id', 'traceparent', 'tracestate', 'x-forwarded-for', 'if-none-match', 'host'],
  ...[
    'access-control-request-headers',
    'x-request-id',
    'content-encoding',
    'range',
    'te',
    'forwarded',
  ],
];

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH'];

export const CHANGES: readonly Change[] = [
  hostileBody,
  hostileBody,
  hostileBody,
  hostileBody,
  batch,
  cutBody,
  hostileForm,
  hostileHeader,
  hostileHeader,
  manyHeaders,
  hostileQuery,
  manyParameters,
  hostilePath,
  (random, wire) => changed(wire, { method: random.pick(METHODS) }, 'another method'),
  (_random, wire) => changed(wire, { body: undefined }, 'no body'),
];

function changed(wire: WireRequest, more: Partial<WireRequest>, how: string): WireRequest {
  return { ...wire, ...more, changes: [...wire.changes, how].slice(-4) };
}

function hostileBody(random: Random, wire: WireRequest): WireRequest | undefined {
  if (wire.body === undefined) return undefined;
  const { json, how } = hostileJson(random, wire.body, MAX_BODY);
  return changed(wire, { body: json }, how);
}

function batch(random: Random, wire: WireRequest): WireRequest | undefined {
  const { body } = wire;
  if (body === undefined) return undefined;
  const count = Math.min(random.pick([2, 10, 100, 101]), Math.floor(MAX_BODY / body.length));
  return changed(wire, { body: `[${Array(count).fill(body).join(',')}]` }, `${count} in a batch`);
}

function cutBody(random: Random, wire: WireRequest): WireRequest | undefined {
  if (wire.body === undefined) return undefined;
  return changed(wire, { body: wire.body.slice(0, random.count(wire.body.length)) }, 'cut');
}

function hostileForm(random: Random, wire: WireRequest): WireRequest | undefined {
  if (!wire.path.startsWith('/oauth')) return undefined;
  const { text, how } = hostileText(random, 20_000);
  const field = random.pick(['client_id', 'client_secret', 'scope', 'resource', 'grant_type', 'a']);
  const pair = `&${field}=${random.chance(0.5) ? text : encoded(text)}`;
  const count = random.pick([1, 1, 10, 1_000]);
  const body = ((wire.body ?? '') + pair.repeat(count)).slice(0, 40_000);
  return changed(wire, { body }, `${count} × ${field}: ${how}`);
}

function hostileHeader(random: Random, wire: WireRequest): WireRequest | undefined {
  const room = MAX_HEAD - headOf(wire);
  if (room < 1) return undefined;
  const name = random.pick(HEADERS);
  const { text, how } = hostileText(random, room);
  const value = fieldValue(random.pick(['', 'Bearer ', '=?base64?']) + text);
  const others = wire.headers.filter(([other]) => other !== name);
  return changed(wire, { headers: [...others, [name, value]] }, `${name}: ${how}`);
}

function manyHeaders(random: Random, wire: WireRequest): WireRequest | undefined {
  const room = Math.floor((MAX_HEAD - headOf(wire)) / 12);
  const count = Math.min(random.pick([10, 100, 1_000]), room);
  if (count < 1) return undefined;
  const prefix = random.pick(['x-', 'mcp-param-', 'accept-']);
  const more = Array.from({ length: count }, (_, index) => [`${prefix}${index}`, 'a'] as const);
  return changed(wire, { headers: [...wire.headers, ...more] }, `${count} headers`);
}

function hostileQuery(random: Random, wire: WireRequest): WireRequest | undefined {
  const room = MAX_HEAD - headOf(wire);
  if (room < 1) return undefined;
  const { text, how } = hostileText(random, room);
  const shown = random.chance(0.5) ? encoded(text) : text;
  const name = random.pick([
    'from',
    'to',
    'cursor',
    'limit',
    'name',
    'kind',
    'a',
    'a[b]',
    '__proto__',
  ]);
  return changed(
    wire,
    { path: pathOf(`${wire.path}${joint(wire)}${name}=${shown}`) },
    `?${name}=${how}`,
  );
}

function manyParameters(random: Random, wire: WireRequest): WireRequest {
  const count = random.pick([10, 100, 1_000]);
  const name = random.pick(['a', 'kind', 'a[b]', 'from', '%41']);
  const pairs = Array.from({ length: count }, (_, index) => `${name}=${index}`).join('&');
  return changed(
    wire,
    { path: pathOf(`${wire.path}${joint(wire)}${pairs}`) },
    `${count} × ?${name}=`,
  );
}

function hostilePath(random: Random, wire: WireRequest): WireRequest | undefined {
  const room = MAX_HEAD - headOf(wire);
  if (room < 1) return undefined;
  const { text, how } = hostileText(random, room);
  const [path = '', query] = wire.path.split('?', 2);
  const shown = random.chance(0.5) ? encoded(text) : text;
  const longer = `${path}/${shown}${query === undefined ? '' : `?${query}`}`;
  return changed(wire, { path: pathOf(longer) }, `path/${how}`);
}

function joint({ path }: WireRequest): string {
  return path.includes('?') ? '&' : '?';
}

function pathOf(text: string): string {
  return text.replace(/[^\x21-\x7e]/g, (character) => encoded(character)).slice(0, MAX_HEAD);
}

/** Halves of surrogate pairs have no encoding. */
function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '?'));
}

function fieldValue(text: string): string {
  return text.replace(/[^\t\x20-\x7e\x80-\xff]/g, '~');
}

function headOf({ path, headers }: WireRequest): number {
  const length = headers.reduce(
    (sum, [name, value]) => sum + name.length + value.length + 4,
    path.length,
  );
  return Math.min(MAX_HEAD, length);
}
