import type { Catalog } from '../catalog/catalog';
import type { Feature } from '../catalog/feature';
import { describe, isObject } from '../protocol/json-rpc';
import { isLogLevel, LOG_LEVELS } from '../protocol/log-level';
import { InvalidParamsError, quote, ResourceNotFoundError } from '../protocol/protocol.error';
import { MODERN_REVISIONS, negotiate, type Era } from '../protocol/revision';
import type { ChangeBus } from '../subscriptions/change-bus';
import { listen } from '../subscriptions/listen';
import { Call, type CallResult } from './call';
import type { CallChain } from './call-interceptor';
import { complete } from './completion';
import type { Lists } from './lists';
import type { McpRequest } from './mcp-request';
import type { ResultEncoder } from './result-encoder';
import { capabilitiesOf, type ServerDescription } from './server-description';

export type Method = (request: McpRequest) => CallResult | Promise<CallResult>;
export type Methods = ReadonlyMap<string, Method>;

export interface MethodParts {
  readonly catalog: Catalog;
  readonly lists: Lists;
  readonly encoder: ResultEncoder;
  readonly description: ServerDescription;
  readonly calls: CallChain;
  readonly changes: ChangeBus;
}

/** The methods of each era. What the catalog does not hold is not served, nor advertised. */
export function methodsOf(parts: MethodParts): Record<Era, Methods> {
  const features = featureMethods(parts);
  return {
    modern: new Map([...features, ...modernMethods(parts)]),
    legacy: new Map([...features, ...legacyMethods(parts)]),
  };
}

type Entry = [name: string, method: Method];

/** What both eras have. */
function featureMethods({ catalog, lists, encoder, calls }: MethodParts): Entry[] {
  const list =
    (name: keyof Lists): Method =>
    ({ client, params }) =>
      ok(lists[name].page(client.era, params['cursor']));
  const named =
    (kind: 'tool' | 'prompt', features: ReadonlyMap<string, Feature>): Method =>
    (request) => {
      const { name, arguments: input } = request.params;
      const feature = typeof name === 'string' ? features.get(name) : undefined;
      if (feature === undefined) throw unknown(kind, name);
      if (input !== undefined && !isObject(input)) {
        // No call at all (tools, Error Handling), so not for the model to mend.
        throw new InvalidParamsError(`arguments: expected an object, found ${describe(input)}.`);
      }
      return calls(new Call(feature, input, request));
    };
  const read: Method = (request) => {
    const uri = readUri(request);
    const match = catalog.resource(uri);
    if (match === undefined) throw new ResourceNotFoundError(uri);
    return calls(new Call(match.resource, match.variables, request));
  };
  const completion: Method = async (request) =>
    ok(encoder.encode(request.client.era, await complete(catalog, request)));

  const entries: Entry[] = [];
  if (catalog.tools.size > 0) {
    entries.push(['tools/list', list('tools')], ['tools/call', named('tool', catalog.tools)]);
  }
  if (catalog.hasResources) {
    entries.push(['resources/list', list('resources')], ['resources/read', read]);
    entries.push(['resources/templates/list', list('templates')]);
  }
  if (catalog.prompts.size > 0) {
    entries.push(
      ['prompts/list', list('prompts')],
      ['prompts/get', named('prompt', catalog.prompts)],
    );
  }
  if (catalog.hasCompletions) entries.push(['completion/complete', completion]);
  return entries;
}

function modernMethods({ catalog, encoder, description, changes }: MethodParts): Entry[] {
  const discovery = encoder.encode(
    'modern',
    {
      supportedVersions: MODERN_REVISIONS,
      capabilities: capabilitiesOf(catalog, 'modern'),
      instructions: description.instructions,
    },
    { ttlMs: 60_000, scope: 'public' },
  );
  return [
    ['server/discover', () => ok(discovery)],
    [
      'subscriptions/listen',
      async (request) => ok(await listen(request, changes, catalog, encoder)),
    ],
  ];
}

function legacyMethods({ catalog, encoder, description }: MethodParts): Entry[] {
  const initialize: Method = ({ params }) =>
    ok(
      encoder.encode('legacy', {
        protocolVersion: negotiate(params['protocolVersion']),
        capabilities: capabilitiesOf(catalog, 'legacy'),
        serverInfo: description.serverInfo,
        instructions: description.instructions,
      }),
    );
  const setLevel: Method = ({ params, session }) => {
    const { level } = params;
    if (!isLogLevel(level)) {
      throw new InvalidParamsError(`level: expected one of ${LOG_LEVELS.join(', ')}`);
    }
    session?.setLogLevel(level);
    return ok('{}');
  };
  const entries: Entry[] = [
    ['initialize', initialize],
    ['ping', () => ok('{}')],
    ['logging/setLevel', setLevel],
  ];
  if (!catalog.hasResources) return entries;
  const change =
    (verb: 'subscribe' | 'unsubscribe'): Method =>
    (request) => {
      const uri = readUri(request);
      request.session?.[verb](uri);
      return ok('{}');
    };
  entries.push(['resources/subscribe', change('subscribe')]);
  entries.push(['resources/unsubscribe', change('unsubscribe')]);
  return entries;
}

function readUri({ params }: McpRequest): string {
  const { uri } = params;
  if (typeof uri === 'string') return uri;
  throw new InvalidParamsError('uri: expected a string.');
}

function ok(json: string): CallResult {
  return { outcome: 'ok', json };
}

function unknown(kind: string, name: unknown): InvalidParamsError {
  return typeof name === 'string'
    ? new InvalidParamsError(`Unknown ${kind}: ${quote(name)}`)
    : new InvalidParamsError('name: expected a string.');
}
