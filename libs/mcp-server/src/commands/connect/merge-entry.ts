import { isObject } from '@repo/foundation';
import { applyEdits, modify, parse, printParseErrorCode, type ParseError } from 'jsonc-parser';

/** The file is not what the client would read. Its message is for the person who has it. */
export class ClientFileError extends Error {
  override readonly name = 'ClientFileError';
}

/** What an entry says of the way to the server; the rest of it is the person's. */
const WAY = ['type', 'url', 'command', 'args'];

/**
 * Puts a server into the text of a client's file (JSON, comments allowed) and leaves all else as it
 * stands. An entry of the same name gets the new way to the server and keeps what was added to it,
 * such as `headers` or `env`.
 *
 * @param text empty where there is no file yet
 * @param path the property that holds the servers, and the name of this one
 * @throws {ClientFileError} the text is no JSON, or not of a client
 */
export function mergeEntry(text: string, path: readonly [string, string], entry: object): string {
  const source = text.trim() === '' ? '{}\n' : text;
  const [key, name] = path;
  const servers = objectIn(parsed(source), key);
  const before = Object.entries(isObject(servers[name]) ? servers[name] : {});
  const kept = Object.fromEntries(before.filter(([property]) => !WAY.includes(property)));
  const formattingOptions = { tabSize: 2, insertSpaces: !/^\t/m.test(source) };
  const edits = modify(source, [...path], { ...entry, ...kept }, { formattingOptions });
  return applyEdits(source, edits);
}

function parsed(text: string): Record<string, unknown> {
  const errors: ParseError[] = [];
  const root: unknown = parse(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first !== undefined) {
    const line = text.slice(0, first.offset).split('\n').length;
    throw new ClientFileError(
      `is not valid JSON: ${printParseErrorCode(first.error)} in line ${line}`,
    );
  }
  if (!isObject(root)) throw new ClientFileError('is not a JSON object');
  return root;
}

function objectIn(root: Record<string, unknown>, key: string): Record<string, unknown> {
  const found = root[key] ?? {};
  if (isObject(found)) return found;
  throw new ClientFileError(`has a "${key}" that is no object`);
}
