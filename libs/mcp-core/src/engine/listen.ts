import type { SubscriptionFilter } from '@modelcontextprotocol/server';
import type { Catalog } from '../catalog/catalog';
import type { McpRequest } from '../protocol/mcp-request';
import {
  addedFilter,
  keptCapabilities,
  openAdded,
  type AddedSubscription,
} from './added-subscriptions';
import type { ResultEncoder } from './result-encoder';
import { isListed, type FeatureVisibility } from './visibility';
import { META, type Client } from '../protocol/client';
import { isObject } from '@repo/foundation';
import { describe, type JsonRpcRequest, type Params } from '../protocol/json-rpc';
import { InvalidParamsError } from '../protocol/protocol.error';
import type { Change, ServerChanges } from '../subscriptions/change-bus';
import { notificationOf } from '../subscriptions/change-notification';
import { checkSubscribedUris } from '../subscriptions/subscribed-uris';

/** Why a subscription ended gracefully: the host stops. */
export class HostStopping extends Error {}

/** The method, as both transports know it. */
export const LISTEN = 'subscriptions/listen';

/**
 * What a subscription keeps of its request while it lasts, which may be days: the filter that was
 * asked for, and who asks. Nothing else that the client sent along, and no more than a filter may hold.
 *
 * @param added what extensions add to the filter
 * @throws {ProtocolError} the filter is malformed, or too large
 */
export function subscriptionOf(
  { kind, id, method, params: { notifications: filter } }: JsonRpcRequest,
  client: Client,
  added: readonly AddedSubscription[],
): { message: JsonRpcRequest; client: Client } {
  const notifications = { ...readFilter(filter), ...addedFilter(filter, added) };
  const { era, revision, auth, address } = client;
  const capabilities = keptCapabilities(client, added);
  return {
    message: { kind, id, method, params: { notifications } },
    client: { era, revision, capabilities, auth, address },
  };
}

interface ListenParts {
  readonly changes: ServerChanges;
  readonly catalog: Catalog;
  readonly encoder: ResultEncoder;
  readonly visibility: FeatureVisibility;
  readonly subscriptions: readonly AddedSubscription[];
}

/**
 * Serves `subscriptions/listen` (2026-07-28, subscriptions): a request like any other that takes
 * as long as the client keeps it open, and sends notifications until then.
 *
 * @returns the encoded result of a graceful end
 * @throws the reason of the cancellation, when the client ended it
 */
export async function listen(request: McpRequest, parts: ListenParts): Promise<string> {
  const { changes, catalog, encoder, subscriptions } = parts;
  const { notifications } = request.params;
  const filter = honored(readFilter(notifications), catalog);
  const uris = await visibleUris(filter, request, parts);
  const { cancellation } = request.channel;
  const _meta = { [META.subscriptionId]: request.id };
  const notify = (method: string, params: Params) =>
    request.channel.notify(method, { ...params, _meta });
  const ofExtensions = { ...request, channel: { cancellation, notify } };
  const added = await openAdded(
    ofExtensions,
    addedFilter(notifications, subscriptions),
    subscriptions,
  );

  notify('notifications/subscriptions/acknowledged', {
    notifications: { ...filter, ...added.filter },
  });
  const unsubscribe = changes.subscribe((change) => {
    if (!wants(filter, uris, change)) return;
    const { method, params } = notificationOf(change);
    notify(method, params);
  });
  const ends = [unsubscribe, ...added.start()];
  return new Promise((resolve, reject) => {
    cancellation.onCancel((reason) => {
      for (const end of ends) end();
      if (reason instanceof HostStopping) resolve(encoder.encode('modern', { _meta }));
      else reject(reason);
    });
  });
}

function readFilter(value: unknown): SubscriptionFilter {
  if (!isObject(value)) {
    throw new InvalidParamsError(`notifications: expected an object, found ${describe(value)}.`);
  }
  for (const flag of ['toolsListChanged', 'promptsListChanged', 'resourcesListChanged']) {
    if (!['boolean', 'undefined'].includes(typeof value[flag])) {
      throw new InvalidParamsError(`notifications.${flag}: expected a boolean.`);
    }
  }
  const { resourceSubscriptions: uris = [] } = value;
  if (!Array.isArray(uris) || !uris.every((uri) => typeof uri === 'string')) {
    throw new InvalidParamsError('notifications.resourceSubscriptions: expected strings.');
  }
  checkSubscribedUris(uris);
  const { toolsListChanged, promptsListChanged, resourcesListChanged } =
    value as SubscriptionFilter;
  const resourceSubscriptions = value['resourceSubscriptions'] === undefined ? undefined : uris;
  return { toolsListChanged, promptsListChanged, resourcesListChanged, resourceSubscriptions };
}

/** The part of the filter that this host can serve. */
function honored(filter: SubscriptionFilter, catalog: Catalog): SubscriptionFilter {
  return {
    toolsListChanged: (filter.toolsListChanged && catalog.hasTools) || undefined,
    promptsListChanged: (filter.promptsListChanged && catalog.hasPrompts) || undefined,
    resourcesListChanged: (filter.resourcesListChanged && catalog.hasResources) || undefined,
    resourceSubscriptions: catalog.hasResources ? filter.resourceSubscriptions : undefined,
  };
}

/** A subscription to a resource that the caller may not see is accepted and never notified. */
async function visibleUris(
  { resourceSubscriptions: uris = [] }: SubscriptionFilter,
  { client: { auth } }: McpRequest,
  { catalog, visibility }: ListenParts,
): Promise<ReadonlySet<string>> {
  const seen = await Promise.all(
    uris.map(async (uri) => {
      const resource = catalog.resource(uri)?.resource;
      return resource === undefined || isListed(visibility, resource, auth);
    }),
  );
  return new Set(uris.filter((_uri, index) => seen[index]));
}

function wants(filter: SubscriptionFilter, uris: ReadonlySet<string>, change: Change): boolean {
  switch (change.kind) {
    case 'tools_list_changed':
      return filter.toolsListChanged === true;
    case 'prompts_list_changed':
      return filter.promptsListChanged === true;
    case 'resources_list_changed':
      return filter.resourcesListChanged === true;
    case 'resource_updated':
      return uris.has(change.uri);
  }
}
