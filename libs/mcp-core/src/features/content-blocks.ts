import { randomUUID } from 'node:crypto';
import type {
  AudioContent,
  EmbeddedResource,
  ImageContent,
  ResourceLink,
} from '@modelcontextprotocol/server';

/** What content blocks of all types may say beside what they hold. */
type Extras = Pick<ImageContent, 'annotations' | '_meta'>;

/**
 * An image as a content block of a tool's result or a prompt's message.
 *
 * @example
 * ```ts
 * return image(await chart.toPng(), 'image/png');
 * ```
 */
export function image(
  bytes: Uint8Array,
  mimeType: `image/${string}`,
  extras?: Extras,
): ImageContent {
  return { type: 'image', data: base64(bytes), mimeType, ...extras };
}

/** Sound as a content block. */
export function audio(
  bytes: Uint8Array,
  mimeType: `audio/${string}`,
  extras?: Extras,
): AudioContent {
  return { type: 'audio', data: base64(bytes), mimeType, ...extras };
}

/** What is known of an embedded file. */
export interface FileOptions extends Extras {
  mimeType: string;
  /** Where it can be read again; without one it gets a name that no other has (RFC 9562). */
  uri?: string;
}

/** A file within the result, as an embedded resource: bytes, or text as it is. */
export function file(
  content: Uint8Array | string,
  { mimeType, uri = `urn:uuid:${randomUUID()}`, ...extras }: FileOptions,
): EmbeddedResource {
  const resource =
    typeof content === 'string'
      ? { uri, mimeType, text: content }
      : { uri, mimeType, blob: base64(content) };
  return { type: 'resource', resource, ...extras };
}

/** The address of a resource that the client may read when it wants to, in place of its content. */
export function resourceLink(link: Omit<ResourceLink, 'type'>): ResourceLink {
  return { ...link, type: 'resource_link' };
}

/** The bytes of a view in base64, and nothing else of the memory that it is a view of. */
export function base64({ buffer, byteOffset, byteLength }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}
