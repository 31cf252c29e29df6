export interface JsonLimits {
  /** Lists and objects inside of each other. What walks over a value calls itself for each. */
  readonly levels: number;
  /** Members of lists and objects, all levels together. */
  readonly values: number;
}

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST] = [0x5b, 0x5d];
const [OPEN_OBJECT, CLOSE_OBJECT] = [0x7b, 0x7d];

/**
 * What a text that claims to be JSON has too much of, told before it is parsed: parsing, checking and
 * recording cost by its lists and fields, not by its bytes. Reads it once, and to no end where it is
 * too large.
 *
 * @param json may be anything: of what is no JSON the brackets and commas outside of quotes count
 */
export function jsonExcess(json: string, limits: JsonLimits): keyof JsonLimits | undefined {
  let levels = 0;
  let values = 0;
  for (let at = 0; at < json.length; at += 1) {
    switch (json.charCodeAt(at)) {
      case QUOTE:
        at = endOfString(json, at);
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        levels += 1;
        values += 1;
        if (levels > limits.levels) return 'levels';
        if (values > limits.values) return 'values';
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        levels -= 1;
        break;
      case COMMA:
        values += 1;
        if (values > limits.values) return 'values';
    }
  }
  return undefined;
}

function endOfString(json: string, start: number): number {
  // Long texts are what large bodies are made of: the engine's own search is many times a loop here.
  for (let at = json.indexOf('"', start + 1); at !== -1; at = json.indexOf('"', at + 1)) {
    let before = at - 1;
    while (json.charCodeAt(before) === BACKSLASH) before -= 1;
    const isEscaped = (at - before) % 2 === 0;
    if (!isEscaped) return at;
  }
  return json.length;
}
