import { liveSecrets } from '@repo/config';
import type { McpRequest } from '../protocol/mcp-request';

type Holder = Pick<McpRequest, 'holdsCredential'>;

/** JSON for the client of a call without the credentials that its method was given. */
export function maskedJson({ holdsCredential }: Holder, json: string): string {
  return holdsCredential === true ? liveSecrets.mask(json) : json;
}

/** A value for the client of a call, the same. */
export function masked<T>(request: Holder, value: T): T {
  if (request.holdsCredential !== true) return value;
  return JSON.parse(maskedJson(request, JSON.stringify(value))) as T;
}
