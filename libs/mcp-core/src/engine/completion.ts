import type { Catalog } from '../catalog/catalog';
import { isObject, type Params } from '../protocol/json-rpc';
import { InvalidParamsError, quote } from '../protocol/protocol.error';
import type { McpRequest } from './mcp-request';

/** The most values one answer may hold (2026-07-28, completion). */
const MOST_VALUES = 100;

/**
 * Answers `completion/complete`. An argument that nobody suggests values for has none.
 *
 * @throws {InvalidParamsError} the reference or the argument is malformed or unknown
 */
export async function complete(catalog: Catalog, { params, client }: McpRequest): Promise<object> {
  const { kind, name } = readReference(catalog, params['ref']);
  const argument = params['argument'];
  if (
    !isObject(argument) ||
    typeof argument['name'] !== 'string' ||
    typeof argument['value'] !== 'string'
  ) {
    throw new InvalidParamsError(
      'argument: expected an object with the strings "name" and "value".',
    );
  }
  const completer = catalog.completer(kind, name, argument['name']);
  const context = { arguments: chosenArguments(params['context']), auth: client.auth };
  const values = (await completer?.(argument['value'], context)) ?? [];
  return {
    completion: {
      values: values.slice(0, MOST_VALUES),
      total: values.length,
      hasMore: values.length > MOST_VALUES,
    },
  };
}

function readReference(
  catalog: Catalog,
  ref: unknown,
): { kind: 'prompt' | 'resource'; name: string } {
  if (isObject(ref) && ref['type'] === 'ref/prompt' && typeof ref['name'] === 'string') {
    if (catalog.prompts.has(ref['name'])) return { kind: 'prompt', name: ref['name'] };
    throw new InvalidParamsError(`Unknown prompt: ${quote(ref['name'])}`);
  }
  if (isObject(ref) && ref['type'] === 'ref/resource' && typeof ref['uri'] === 'string') {
    const { uri } = ref as { uri: string };
    const known =
      catalog.resources.has(uri) || catalog.templates.some((entry) => entry.uri === uri);
    if (known) return { kind: 'resource', name: uri };
    throw new InvalidParamsError(`Unknown resource template: ${quote(uri)}`);
  }
  throw new InvalidParamsError(
    'ref: expected ref/prompt with a "name" or ref/resource with a "uri".',
  );
}

function chosenArguments(context: unknown): Record<string, string> {
  const given: Params =
    isObject(context) && isObject(context['arguments']) ? context['arguments'] : {};
  return Object.fromEntries(
    Object.entries(given).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}
