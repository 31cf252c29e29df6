import type { Catalog } from '../catalog/catalog';
import type {
  Completer,
  CompletionContext,
  PromptFeature,
  ResourceFeature,
  Suggestions,
} from '../features/feature';
import { isObject, quote } from '@repo/foundation';
import { type Params } from '../protocol/json-rpc';
import { InvalidParamsError } from '../protocol/protocol.error';
import type { McpRequest } from '../protocol/mcp-request';
import { Deadline } from './deadline';
import { isListed, type FeatureVisibility } from './visibility';

/** The most values one answer may hold (2026-07-28, completion). */
const MAX_VALUES = 100;

export interface CompletionParts {
  readonly catalog: Catalog;
  readonly visibility: FeatureVisibility;
  /** Milliseconds a completion method may take. */
  readonly timeoutMs: number;
}

/**
 * Answers `completion/complete`. An argument without a completer has no values.
 *
 * @throws {InvalidParamsError} the reference or the argument is malformed or unknown
 * @throws {TimeoutError} the method took longer than `timeoutMs`
 */
export async function complete(
  { catalog, visibility, timeoutMs }: CompletionParts,
  request: McpRequest,
): Promise<object> {
  const { params, client } = request;
  const { feature, unknown } = readReference(catalog, params['ref']);
  if (feature === undefined) throw new InvalidParamsError(unknown);
  if (!(await isListed(visibility, feature, client.auth))) {
    throw new InvalidParamsError(unknown, { detail: 'hidden' });
  }
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
  const { kind } = feature;
  const name = kind === 'prompt' ? feature.name : feature.uri;
  const completer = catalog.completer(kind, name, argument['name']);
  if (completer === undefined) return { completion: toCompletion([]) };
  const suggested = await suggest(completer, argument['value'], request, timeoutMs);
  return { completion: toCompletion(suggested) };
}

async function suggest(
  completer: Completer,
  typed: string,
  { params, client, channel: { cancellation } }: McpRequest,
  timeoutMs: number,
): Promise<Suggestions> {
  const context: CompletionContext = {
    arguments: chosenArguments(params['context']),
    auth: client.auth,
    get signal() {
      return cancellation.signal;
    },
  };
  const suggested = completer(typed, context);
  // Most have their values at hand.
  if (Array.isArray(suggested)) return suggested;
  return new Deadline(cancellation, timeoutMs).bound(Promise.resolve(suggested));
}

function toCompletion(suggested: Suggestions): object {
  if (Array.isArray(suggested)) {
    return toCompletion({ values: suggested, total: suggested.length });
  }
  const { values, total, hasMore = false } = suggested;
  const sent = values.slice(0, MAX_VALUES);
  return { values: sent, total, hasMore: hasMore || (total ?? values.length) > sent.length };
}

interface Reference {
  readonly feature: PromptFeature | ResourceFeature | undefined;
  /** The message where there is none. */
  readonly unknown: string;
}

function readReference({ prompts, resources, templates }: Catalog, ref: unknown): Reference {
  if (isObject(ref) && ref['type'] === 'ref/prompt' && typeof ref['name'] === 'string') {
    const { name } = ref as { name: string };
    return { feature: prompts.get(name), unknown: `Unknown prompt: ${quote(name)}` };
  }
  if (isObject(ref) && ref['type'] === 'ref/resource' && typeof ref['uri'] === 'string') {
    const { uri } = ref as { uri: string };
    const feature = resources.get(uri) ?? templates.find((entry) => entry.uri === uri);
    return { feature, unknown: `Unknown resource template: ${quote(uri)}` };
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
