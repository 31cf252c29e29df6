import type { CallToolResult, ContentBlock } from '@modelcontextprotocol/server';
import { isObject } from '@repo/foundation';
import { file } from './content-blocks';

/**
 * What a tool may return beside a whole `CallToolResult`: text, bytes, content blocks, or any other
 * value that has a JSON form.
 */
export type ToolReturn = string | ContentBlock | ContentBlock[] | object | number | boolean | void;

/** Makes a whole result of what the method returned. */
export function toToolResult(returned: unknown, structured: boolean): CallToolResult {
  if (isObject(returned) && Array.isArray(returned['content'])) return returned as CallToolResult;
  if (structured && isObject(returned)) {
    // The same as text, for clients older than structured output (2025-06-18, tools).
    return { content: [text(JSON.stringify(returned))], structuredContent: returned };
  }
  return { content: toContent(returned) };
}

export function toolFailure(message: string): CallToolResult {
  return { content: [text(message)], isError: true };
}

function toContent(returned: unknown): ContentBlock[] {
  if (returned === undefined || returned === null) return [];
  if (typeof returned === 'string') return [text(returned)];
  if (returned instanceof Uint8Array)
    return [file(returned, { mimeType: 'application/octet-stream' })];
  if (isContentBlock(returned)) return [returned];
  if (Array.isArray(returned) && returned.length > 0 && returned.every(isContentBlock))
    return returned;
  return [text(JSON.stringify(returned))];
}

function text(value: string): ContentBlock {
  return { type: 'text', text: value };
}

const CONTENT_TYPES = new Set(['text', 'image', 'audio', 'resource', 'resource_link']);

function isContentBlock(value: unknown): value is ContentBlock {
  return isObject(value) && CONTENT_TYPES.has(value['type'] as string);
}
