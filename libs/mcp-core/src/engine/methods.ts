import type { EncodedList } from './encoded-list';
import { type Feature, Call } from '../features/feature';
import { MAX_URI_LENGTH } from '../features/uri-template';
import { isObject, quote } from '@repo/foundation';
import { describe, type EncodedResult } from '../protocol/json-rpc';
import { isLogLevel, LOG_LEVELS } from '../protocol/log-level';
import {
  InvalidParamsError,
  ResourceNotFoundError,
  type ProtocolError,
} from '../protocol/protocol.error';
import { MODERN_REVISIONS, negotiate, type Era } from '../protocol/revision';
import type { ServerChanges } from '../subscriptions/change-bus';
import type { AddedSubscription } from './added-subscriptions';
import { listen } from './listen';
import type { CallResult, RequestResult, CallChain } from './call-interceptor';
import { complete, type CompletionParts } from './completion';
import type { Lists } from './lists';
import type { McpRequest } from '../protocol/mcp-request';
import { resourcePage, type ResourcePageParts } from './resource-pages';
import { extensionMethods, type ExtensionParts } from './extension-methods';
import { isListed, mayBeHidden } from './visibility';
import { capabilitiesOf, type ServerDescription } from './server-description';

interface Method {
  (request: McpRequest): RequestResult | Promise<RequestResult>;
  /** The param that the header `Mcp-Name` repeats, where the protocol does not say. */
  readonly namedBy?: string;
}
export type Methods = ReadonlyMap<string, Method>;

export interface MethodParts extends CompletionParts, ExtensionParts, ResourcePageParts {
  readonly lists: Lists;
  readonly description: ServerDescription;
  readonly calls: CallChain;
  readonly changes: ServerChanges;
  readonly subscriptions: readonly AddedSubscription[];
}

/** The methods of each era. Only what the catalog holds is served and advertised. */
export function methodsOf(parts: MethodParts): Record<Era, Methods> {
  const features = featureMethods(parts);
  return {
    modern: new Map([...features, ...extensionMethods(parts, 'modern'), ...modernMethods(parts)]),
    legacy: new Map([...features, ...extensionMethods(parts, 'legacy'), ...legacyMethods(parts)]),
  };
}

type Entry = [name: string, method: Method];

/** What both eras have. */
function featureMethods(parts: MethodParts): Entry[] {
  const { catalog, lists, encoder, calls, visibility } = parts;
  const list =
    (name: keyof Lists): Method =>
    ({ client, params }) => {
      const list = lists[name].for(client);
      const pageOf = (seen: EncodedList) => ok(seen.page(client.era, params['cursor']));
      return list instanceof Promise ? list.then(pageOf) : pageOf(list);
    };
  /** Makes the call, unless its feature is hidden from the caller. */
  const ifSeen = async (call: Call, missing: ProtocolError): Promise<CallResult> => {
    const { feature, client } = call;
    if ((await visibility.of(feature, client.auth)) === 'hidden') throw missing;
    return checked(call);
  };
  const checked = (call: Call): Promise<CallResult> => {
    if (call.feature.kind !== 'resource') checkArguments(call.input);
    return calls(call);
  };
  const named =
    (kind: 'tool' | 'prompt', features: ReadonlyMap<string, Feature>): Method =>
    (request) => {
      const { name, arguments: input } = request.params;
      const feature = typeof name === 'string' ? features.get(name) : undefined;
      if (feature === undefined) throw unknown(kind, name);
      const call = new Call(feature, input, request);
      return mayBeHidden(feature) ? ifSeen(call, unknown(kind, name, HIDDEN)) : checked(call);
    };
  const read: Method = (request) => {
    const uri = readUri(request);
    const match = catalog.resource(uri);
    if (match === undefined) throw new ResourceNotFoundError(uri);
    const call = new Call(match.resource, match.variables, request);
    if (!mayBeHidden(match.resource)) return calls(call);
    return ifSeen(call, new ResourceNotFoundError(uri, HIDDEN));
  };
  const completion: Method = async (request) =>
    ok(encoder.encode(request.client.era, await complete(parts, request)));

  const entries: Entry[] = [];
  if (catalog.hasTools) {
    entries.push(['tools/list', list('tools')], ['tools/call', named('tool', catalog.tools)]);
  }
  if (catalog.hasResources) {
    const pages: Method = async (request) => ok(await resourcePage(parts, request));
    const resources = catalog.listers.length > 0 ? pages : list('resources');
    entries.push(['resources/list', resources], ['resources/read', read]);
    entries.push(['resources/templates/list', list('templates')]);
  }
  if (catalog.hasPrompts) {
    entries.push(
      ['prompts/list', list('prompts')],
      ['prompts/get', named('prompt', catalog.prompts)],
    );
  }
  if (catalog.hasCompletions) entries.push(['completion/complete', completion]);
  return entries;
}

function modernMethods(parts: MethodParts): Entry[] {
  const { catalog, encoder, description, extensions } = parts;
  const discovery = encoder.encode(
    'modern',
    {
      supportedVersions: MODERN_REVISIONS,
      capabilities: capabilitiesOf(catalog, extensions, 'modern'),
      instructions: description.instructions,
    },
    { ttlMs: 60_000, scope: 'public' },
  );
  return [
    ['server/discover', () => ok(discovery)],
    ['subscriptions/listen', async (request) => ok(await listen(request, parts))],
  ];
}

function legacyMethods(parts: MethodParts): Entry[] {
  const { catalog, encoder, description, visibility, extensions } = parts;
  const initialize: Method = ({ params }) => {
    const protocolVersion = negotiate(params['protocolVersion']);
    return ok(
      encoder.encode('legacy', {
        protocolVersion,
        capabilities: capabilitiesOf(catalog, extensions, 'legacy', protocolVersion),
        serverInfo: description.serverInfo,
        instructions: description.instructions,
      }),
    );
  };
  const setLevel: Method = async ({ params, session }) => {
    const { level } = params;
    if (!isLogLevel(level)) {
      throw new InvalidParamsError(`level: expected one of ${LOG_LEVELS.join(', ')}`);
    }
    await session?.setLogLevel(level);
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
    async (request) => {
      const uri = readUri(request);
      const resource = catalog.resource(uri)?.resource;
      // Kept within the same limits and never notified, as a URI that no resource has.
      const isSeen =
        resource === undefined || (await isListed(visibility, resource, request.client.auth));
      await request.session?.[verb](uri, !isSeen);
      return ok('{}');
    };
  entries.push(['resources/subscribe', change('subscribe')]);
  entries.push(['resources/unsubscribe', change('unsubscribe')]);
  return entries;
}

/** @throws {InvalidParamsError} it is not a valid call (tools, Error Handling), so no error for the model */
function checkArguments(input: unknown): void {
  if (input === undefined || isObject(input)) return;
  throw new InvalidParamsError(`arguments: expected an object, found ${describe(input)}.`);
}

function readUri({ params }: McpRequest): string {
  const { uri } = params;
  if (typeof uri === 'string' && uri.length <= MAX_URI_LENGTH) return uri;
  throw new InvalidParamsError(`uri: expected a string of at most ${MAX_URI_LENGTH} characters.`);
}

function ok(json: EncodedResult): RequestResult {
  return { outcome: 'ok', json };
}

const HIDDEN = { detail: 'hidden' } as const;

function unknown(kind: string, name: unknown, options?: typeof HIDDEN): InvalidParamsError {
  return typeof name === 'string'
    ? new InvalidParamsError(`Unknown ${kind}: ${quote(name)}`, options)
    : new InvalidParamsError('name: expected a string.');
}
