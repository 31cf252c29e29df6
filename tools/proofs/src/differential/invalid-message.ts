import { specTypeSchemas } from '@modelcontextprotocol/server';
import { isObject } from '@repo/foundation';
import type { Json } from './answer';
import type { Exchange } from './exchange';

type Schema = keyof typeof specTypeSchemas;

const RESULTS: Readonly<Record<string, Schema>> = {
  initialize: 'InitializeResult',
  ping: 'EmptyResult',
  'server/discover': 'DiscoverResult',
  'subscriptions/listen': 'SubscriptionsListenResult',
  'tools/list': 'ListToolsResult',
  'tools/call': 'CallToolResult',
  'resources/list': 'ListResourcesResult',
  'resources/templates/list': 'ListResourceTemplatesResult',
  'resources/read': 'ReadResourceResult',
  'prompts/list': 'ListPromptsResult',
  'prompts/get': 'GetPromptResult',
  'completion/complete': 'CompleteResult',
};

/** Results that say how long they may be cached (2026-07-28, caching). */
const CACHEABLE = /^(?:(?:tools|prompts|resources|resources\/templates)\/list|resources\/read)$/;

/** @returns what the protocol's schema forbids in our answer */
export function invalidMessage(exchange: Exchange): string | undefined {
  for (const message of exchange.ours.messages) {
    const fault = fits('JSONRPCMessage', message) ?? faultIn(message as Json, exchange);
    if (fault !== undefined) return `the message ${JSON.stringify(message)}: ${fault}`;
  }
  return undefined;
}

function faultIn(message: Json, { setting, method }: Exchange): string | undefined {
  if ('method' in message) {
    if ('id' in message) return fits('ServerRequest', message);
    return message['method'] === 'notifications/subscriptions/acknowledged'
      ? fits('SubscriptionsAcknowledgedNotification', message)
      : fits('ServerNotification', message);
  }
  const { result } = message;
  // The answer to a batch belongs to no one method.
  if (!isObject(result) || typeof method !== 'string') return undefined;
  if (setting === 'modern') return modernFault(method, result);
  return fits(RESULTS[method] ?? 'Result', result);
}

function modernFault(method: string, result: Json): string | undefined {
  const { resultType, inputRequests } = result;
  if (resultType === 'input_required') {
    const requests = isObject(inputRequests) ? Object.values(inputRequests) : [];
    // As a message each would have an id of its own.
    return requests.map((request) => fits('ServerRequest', request)).find(Boolean);
  }
  if (resultType !== 'complete') return `resultType is ${JSON.stringify(resultType)}`;
  const { ttlMs, cacheScope } = result;
  const hasHint = Number(ttlMs) >= 0 && ['public', 'private'].includes(String(cacheScope));
  if (CACHEABLE.test(method) && !hasHint) return 'it has no hint for caches';
  return fits(RESULTS[method] ?? 'Result', result);
}

/** @returns the first fault */
function fits(schema: Schema, value: unknown): string | undefined {
  const checked = specTypeSchemas[schema]['~standard'].validate(value);
  if (checked instanceof Promise) throw new Error(`${schema} is checked later`);
  const [issue] = checked.issues ?? [];
  return issue && `${schema} ${JSON.stringify(issue.path)}: ${issue.message}`;
}
