import { isObject } from '@repo/foundation';
import type { Client } from './client';
import type { Params } from './json-rpc';

/**
 * What a client declares of an extension (`clientCapabilities.extensions`; SEP-2133): with each
 * request, or of 2025-11-25 and older when it opened its session.
 *
 * @returns its settings as it sent them; undefined where it does not declare the extension
 */
export function declaredExtension({ capabilities }: Client, id: string): Params | undefined {
  const { extensions } = capabilities as { extensions?: Params };
  if (extensions === undefined || !Object.hasOwn(extensions, id)) return undefined;
  const settings = extensions[id];
  return isObject(settings) ? settings : undefined;
}
