import type { ReadResourceResult } from '@modelcontextprotocol/server';
import { assertValid, isResourceResult } from './content';
import { base64 } from './content-blocks';
import type { ResourceFeature } from './feature';
import { toJson, type PlainObject } from './json-form';

/**
 * What a resource may return: text, bytes, a whole `ReadResourceResult`, or any other value that has
 * a JSON form; and nothing, where there is no such resource.
 */
export type ResourceReturn =
  ReadResourceResult | string | Uint8Array | PlainObject | readonly unknown[] | null | undefined;

/**
 * @returns undefined when the method returned nothing: there is no such resource.
 * @throws {UnsendableError} it returned what cannot be sent
 */
export function toResourceResult(
  returned: unknown,
  uri: string,
  { mimeType, meta }: Pick<ResourceFeature, 'mimeType' | 'meta'>,
): ReadResourceResult | undefined {
  if (returned === undefined || returned === null) return undefined;
  if (isResourceResult(returned)) {
    assertValid('resource', returned);
    return withMeta(returned as ReadResourceResult, meta);
  }
  return { contents: [{ uri: toUri(uri), ...encoded(returned, mimeType), _meta: meta }] };
}

const NOT_IN_A_URI = /%(?![\da-f]{2})|[^\w.~:/?#[\]@!$&'()*+,;=%-]/giu;

/** A client may ask by what is no URI, which contents must have: encoded as RFC 3987, section 3.1. */
function toUri(asked: string): string {
  const encode = (character: string) =>
    Buffer.from(character).toString('hex').toUpperCase().replace(/../g, '%$&');
  return asked.replace(NOT_IN_A_URI, encode);
}

type Encoded = { mimeType?: string } & ({ text: string } | { blob: string });

function encoded(returned: unknown, mimeType: string | undefined): Encoded {
  if (typeof returned === 'string') return { mimeType, text: returned };
  if (returned instanceof Uint8Array) return { mimeType, blob: base64(returned) };
  return { mimeType: mimeType ?? 'application/json', text: toJson(returned) };
}

/** What the content says itself counts more than what is declared. */
function withMeta(result: ReadResourceResult, meta: ResourceFeature['meta']): ReadResourceResult {
  if (meta === undefined) return result;
  const contents = result.contents.map((part) => ({ ...part, _meta: { ...meta, ...part._meta } }));
  return { ...result, contents };
}
