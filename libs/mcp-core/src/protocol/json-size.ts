import { InvalidRequestError } from './protocol.error';

/** Levels. What walks over a parsed value calls itself for each, and the stack ends at some thousands. */
const MAX_DEPTH = 128;

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST] = [0x5b, 0x5d];
const [OPEN_OBJECT, CLOSE_OBJECT] = [0x7b, 0x7d];

/**
 * Looks at a text that claims to be JSON before it is parsed: parsing, checking and recording cost
 * by its lists and fields, not by its bytes. Reads it once, and to no end where it is too large.
 *
 * @param maxValues members of lists and objects, all levels together
 * @throws {InvalidRequestError}
 */
export function checkJsonSize(json: string, maxValues: number): void {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < json.length; at += 1) {
    switch (json.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(json, at);
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        depth += 1;
        values += 1;
        if (depth > MAX_DEPTH) throw tooLarge(`nests deeper than ${MAX_DEPTH} levels`);
        if (values > maxValues) throw tooMany(maxValues);
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        depth -= 1;
        break;
      case COMMA:
        values += 1;
        if (values > maxValues) throw tooMany(maxValues);
    }
  }
}

function endOfString(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at += 1) {
    const character = json.charCodeAt(at);
    if (character === QUOTE) return at;
    if (character === BACKSLASH) at += 1;
  }
  return json.length;
}

function tooMany(maxValues: number): InvalidRequestError {
  return tooLarge(`has more than ${maxValues} values`);
}

function tooLarge(why: string): InvalidRequestError {
  return new InvalidRequestError(`The JSON ${why}. Send less at once.`);
}
