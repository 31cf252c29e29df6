import type { CallToolResult, ContentBlock } from '@modelcontextprotocol/server';
import { isObject } from '@repo/foundation';
import type { Era } from '../protocol/revision';
import { assertValid, isContentBlock, isToolResult } from './content';
import { file } from './content-blocks';
import { assertNoSequence, toJson, type PlainObject } from './json-form';
import { isWrapped } from './object-root';
import type { JsonSchema } from './json-schema';
import type { CompiledSchema, Validation } from './schema';

/**
 * What a tool without an output schema may return: text, bytes, content blocks, a whole
 * `CallToolResult`, or any other value that has a JSON form.
 */
export type ToolReturn =
  | CallToolResult
  | string
  | number
  | boolean
  | null
  | void
  | Uint8Array
  | PlainObject
  | readonly unknown[];

/**
 * Makes a whole result of what a tool without an output schema returned.
 *
 * @throws {UnsendableError} it cannot be sent
 */
export function toToolResult(returned: unknown): CallToolResult {
  if (!isToolResult(returned)) return { content: toContent(returned) };
  assertValid('tool', returned);
  return withTextCopy(returned as CallToolResult);
}

/**
 * Makes a whole result of what a tool returned whose output has a schema: at once, unless the schema
 * validates later.
 *
 * @throws {UnsendableError} it cannot be sent
 * @throws {Error} the schema forbids it; its message is for the log
 */
export function toStructuredResult(
  returned: unknown,
  output: CompiledSchema,
): CallToolResult | Promise<CallToolResult> {
  const authored = asStructured(returned);
  if (authored?.isError === true) return authored;
  const value = authored === undefined ? returned : authored.structuredContent;
  assertNoSequence(value);
  const checked = output.validate(value);
  return checked instanceof Promise
    ? checked.then((settled) => withStructured(settled, authored))
    : withStructured(checked, authored);
}

/** What was checked, and not what was returned: that may have fields which nobody should see. */
function withStructured(checked: Validation, authored: CallToolResult | undefined): CallToolResult {
  if (!checked.ok)
    throw new Error(`The output schema forbids what was returned: ${checked.problem}`);
  const structuredContent = checked.value;
  if (authored !== undefined) return withTextCopy({ ...authored, structuredContent });
  return { content: [text(toJson(structuredContent))], structuredContent };
}

export function toolFailure(message: string): CallToolResult {
  return { content: [text(message)], isError: true };
}

/** Before 2026-07-28 structured content is an object (SEP-2106). */
export function inEra(era: Era, result: CallToolResult, schema?: JsonSchema): CallToolResult {
  const { structuredContent } = result;
  if (era === 'modern' || structuredContent === undefined) return result;
  const isWhole = schema === undefined || !isWrapped(schema);
  if (isWhole && isObject(structuredContent)) return result;
  return { ...result, structuredContent: { result: structuredContent } };
}

/** With an output schema, a result in the protocol's form has structured content or is a failure. */
function asStructured(returned: unknown): CallToolResult | undefined {
  if (!isToolResult(returned)) return undefined;
  if (returned['structuredContent'] === undefined && returned['isError'] !== true) return undefined;
  assertValid('tool', returned);
  return returned as CallToolResult;
}

/** Clients that do not know structured content of all types read the text (SEP-2106). */
function withTextCopy(result: CallToolResult): CallToolResult {
  const { content, structuredContent } = result;
  if (structuredContent === undefined || isObject(structuredContent)) return result;
  if (content.some(({ type }) => type === 'text')) return result;
  return { ...result, content: [...content, text(toJson(structuredContent))] };
}

function toContent(returned: unknown): ContentBlock[] {
  if (returned === undefined || returned === null) return [];
  if (typeof returned === 'string') return [text(returned)];
  if (returned instanceof Uint8Array) {
    return [file(returned, { mimeType: 'application/octet-stream' })];
  }
  const blocks = Array.isArray(returned) ? returned : [returned];
  if (blocks.length === 0 || !blocks.every(isContentBlock)) return [text(toJson(returned))];
  assertValid('tool', { content: blocks });
  return blocks as ContentBlock[];
}

function text(value: string): ContentBlock {
  return { type: 'text', text: value };
}
