import type { Service } from '@aws-sdk/client-ecs';
import { isObject } from '@repo/foundation';
import { differences } from '@repo/platform/src/deploy/differences';
import type { ServiceSettings } from './service-settings';

/** What a service is now, and should not be, by its settings alone: one line each. */
export function serviceDifferences(live: Service, wanted: ServiceSettings): string[] {
  return differences(sortLists(pickFields(live, wanted)), sortLists(wanted));
}

/** AWS answers with fields that nobody set. */
function pickFields(live: unknown, wanted: unknown): unknown {
  if (Array.isArray(live) && Array.isArray(wanted)) {
    return live.map((item, index) => pickFields(item, wanted[index] ?? wanted[0]));
  }
  if (!isObject(live) || !isObject(wanted)) return live;
  return Object.fromEntries(
    Object.keys(wanted).map((key) => [key, pickFields(live[key], wanted[key])]),
  );
}

/** No list here has an order. */
function sortLists(node: unknown): unknown {
  if (Array.isArray(node)) {
    return node.map(sortLists).sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
  }
  if (!isObject(node)) return node;
  return Object.fromEntries(
    Object.keys(node)
      .sort()
      .map((key) => [key, sortLists(node[key])]),
  );
}
