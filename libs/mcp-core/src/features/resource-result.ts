import type { ReadResourceResult } from '@modelcontextprotocol/server';
import { isObject } from '@repo/foundation';

/** What a resource may return beside a whole `ReadResourceResult`: text, bytes, or JSON. */
export type ResourceReturn = string | Uint8Array | object;

/** @returns undefined when the method returned nothing: there is no such resource. */
export function toResourceResult(
  returned: unknown,
  uri: string,
  mimeType: string | undefined,
): ReadResourceResult | undefined {
  if (returned === undefined || returned === null) return undefined;
  if (isObject(returned) && Array.isArray(returned['contents'])) {
    return returned as ReadResourceResult;
  }
  if (typeof returned === 'string') return { contents: [{ uri, mimeType, text: returned }] };
  if (returned instanceof Uint8Array) {
    const blob = Buffer.from(returned.buffer, returned.byteOffset, returned.byteLength);
    return { contents: [{ uri, mimeType, blob: blob.toString('base64') }] };
  }
  const text = JSON.stringify(returned);
  return { contents: [{ uri, mimeType: mimeType ?? 'application/json', text }] };
}
