import type { ClientCapabilities } from '@modelcontextprotocol/server';
import { isObject } from '@repo/foundation';
import type { Extension } from '../extensions/extension';
import { ExtensionContext } from '../extensions/extension-context';
import type {
  ExtensionSubscription,
  OpenedSubscription,
} from '../extensions/extension-subscription';
import type { Client } from '../protocol/client';
import type { Params } from '../protocol/json-rpc';
import type { McpRequest } from '../protocol/mcp-request';
import { MissingClientCapabilityError } from '../protocol/protocol.error';

/** What one extension adds to `subscriptions/listen`. */
export interface AddedSubscription {
  readonly extension: Extension;
  readonly subscription: ExtensionSubscription;
}

/**
 * The part of a filter that extensions read.
 *
 * @throws {ProtocolError} a value is malformed, or too large
 */
export function addedFilter(filter: unknown, added: readonly AddedSubscription[]): Params {
  if (!isObject(filter)) return {};
  const read = added
    .filter(({ subscription: { key } }) => filter[key] !== undefined)
    .map(({ subscription }) => [subscription.key, subscription.read(filter[subscription.key])]);
  return Object.fromEntries(read) as Params;
}

/** What a subscription keeps of the capabilities: which of these extensions the client declares. */
export function keptCapabilities(
  client: Client,
  added: readonly AddedSubscription[],
): ClientCapabilities {
  const declared = added.filter(({ extension }) => extension.isDeclaredBy(client));
  if (declared.length === 0) return {};
  return { extensions: Object.fromEntries(declared.map(({ extension }) => [extension.id, {}])) };
}

/**
 * Opens what a client asks for of extensions.
 *
 * @param request its notices go out as it is
 * @throws {MissingClientCapabilityError} the client does not declare an extension that it asks for
 */
export async function openAdded(
  request: McpRequest,
  filter: Params,
  added: readonly AddedSubscription[],
): Promise<{ filter: Params; start: () => (() => void)[] }> {
  const asked = added.filter(({ subscription: { key } }) => Object.hasOwn(filter, key));
  for (const { extension } of asked) {
    if (extension.isDeclaredBy(request.client)) continue;
    throw new MissingClientCapabilityError({ extensions: { [extension.id]: {} } });
  }
  const opened = await Promise.all(
    asked.map(
      async ({ extension, subscription }): Promise<[string, OpenedSubscription<unknown>]> => {
        const { key } = subscription;
        const context = new ExtensionContext(request, extension);
        return [key, await subscription.open(filter[key], context)];
      },
    ),
  );
  return {
    filter: Object.fromEntries(opened.map(([key, { acknowledged }]) => [key, acknowledged])),
    start: () => opened.map(([, one]) => one.start()),
  };
}
