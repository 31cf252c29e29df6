import { MASK } from '@repo/config';

const NAME =
  '(?:password|passwd|passphrase|secret|token|api[-_]?key|private[-_]?key|authorization|cookie)';
const IS = String.raw`\s{0,9}[:=]\s{0,9}`;
/** Before a quote of JSON inside of JSON: each level doubles the backslashes and adds one. */
const SLASHES = String.raw`\\{15}|\\{7}|\\{3}|\\`;

/**
 * A field whose name says that its value is a secret, up to where the value begins: `"password":"`,
 * `password: '`, `client_secret=`. A quote without backslashes begins a value only behind a quoted
 * name: behind another it is the end of the text in which the name stands.
 */
const FIELD = new RegExp(
  `${NAME}(?:(${SLASHES})?"${IS}\\1(?<plain>")|'?${IS}(?:(?<slashes>${SLASHES})"|(?<single>'))|=(?=[^\\s&"'\\\\]))`,
  'gi',
);

/** The end of a value that stands without quotes, as in a form or a query. */
const BARE = /[^\s&"'\\,;)\]}]*/y;

/** A text of JSON in which the values of such fields are masked, at any depth, in forms and in queries. */
export function maskFields(json: string): string {
  let masked = '';
  let from = 0;
  FIELD.lastIndex = 0;
  for (let found = FIELD.exec(json); found !== null; found = FIELD.exec(json)) {
    const start = FIELD.lastIndex;
    const end = endOfValue(json, start, found);
    if (end === start) continue;
    masked += json.slice(from, start) + MASK;
    from = FIELD.lastIndex = end;
  }
  return from === 0 ? json : masked + json.slice(from);
}

function endOfValue(
  json: string,
  start: number,
  [, around = '', ...rest]: RegExpExecArray,
): number {
  const [plain, slashes = '', single] = rest;
  if (single !== undefined) return endOfSingle(json, start);
  if (plain !== undefined) return endOfDouble(json, start, around.length);
  if (slashes !== '') return endOfDouble(json, start, slashes.length);
  BARE.lastIndex = start;
  return start + (BARE.exec(json)?.[0].length ?? 0);
}

/**
 * Where a text ends whose quotes have so many backslashes: at the next such quote that is not escaped
 * on its own level, or where a text around it ends. A backslash of it is written as one more than
 * its quotes have.
 */
function endOfDouble(json: string, start: number, slashes: number): number {
  for (let at = json.indexOf('"', start); at !== -1; at = json.indexOf('"', at + 1)) {
    const before = slashesBefore(json, at, start);
    const isOfTextAround = before < slashes || (slashes > 0 && before % 2 === 0);
    if (isOfTextAround) return at - before;
    if (Math.floor((before - slashes) / (slashes + 1)) % 2 === 0) return at - slashes;
  }
  return json.length;
}

/** Where a text in single quotes ends, which JSON does not escape, or the text of JSON around it. */
function endOfSingle(json: string, start: number): number {
  for (let at = start; at < json.length; at += 1) {
    if (json[at] !== '"' && json[at] !== "'") continue;
    const before = slashesBefore(json, at, start);
    if (json[at] === "'" ? before === 0 : before % 2 === 0) return at - before;
  }
  return json.length;
}

function slashesBefore(json: string, at: number, start: number): number {
  let first = at;
  while (first > start && json[first - 1] === '\\') first -= 1;
  return at - first;
}
