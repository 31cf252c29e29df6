import { z } from 'zod';
import { isObject } from '@repo/foundation';
import { problemOf } from './schema';
import { UnsendableError } from './unsendable.error';

// What all revisions ask of content (2026-07-28, schema: ContentBlock, ResourceContents).
const Meta = z.record(z.string(), z.unknown()).optional();
const Annotations = z
  .object({
    audience: z.array(z.enum(['user', 'assistant'])).optional(),
    priority: z.number().min(0).max(1).optional(),
    lastModified: z.iso.datetime({ offset: true }).optional(),
  })
  .optional();
const Uri = z.string().regex(/^[a-z][a-z0-9+.-]*:/i, 'expected a URI with its scheme');
/** Not zod's own, whose expression takes a step of the stack for every four characters. */
const Base64 = z.string().refine(isBase64, 'expected base64 with its padding');
const Icon = z.object({
  src: z.string(),
  mimeType: z.string().optional(),
  sizes: z.array(z.string()).optional(),
  theme: z.enum(['light', 'dark']).optional(),
});
const Contents = z
  .object({
    uri: Uri,
    mimeType: z.string().optional(),
    text: z.string().optional(),
    blob: Base64.optional(),
    _meta: Meta,
  })
  .refine(({ text, blob }) => text !== undefined || blob !== undefined, {
    error: 'expected "text" or "blob"',
  });
const extras = { annotations: Annotations, _meta: Meta };
const media = { data: Base64, mimeType: z.string(), ...extras };
const BLOCKS = {
  text: z.object({ type: z.literal('text'), text: z.string(), ...extras }),
  image: z.object({ type: z.literal('image'), ...media }),
  audio: z.object({ type: z.literal('audio'), ...media }),
  resource: z.object({ type: z.literal('resource'), resource: Contents, ...extras }),
  resource_link: z.object({
    type: z.literal('resource_link'),
    uri: Uri,
    name: z.string(),
    title: z.string().optional(),
    description: z.string().optional(),
    mimeType: z.string().optional(),
    size: z.number().optional(),
    icons: z.array(Icon).optional(),
    ...extras,
  }),
};
const { text, image, audio, resource, resource_link } = BLOCKS;
const Block = z.discriminatedUnion('type', [text, image, audio, resource, resource_link]);
const result = { _meta: Meta, resultType: z.literal('complete').optional() };

/** What the protocol takes as the result of each kind of feature. */
const RESULTS = {
  tool: z.object({
    content: z.array(Block),
    structuredContent: z.unknown().optional(),
    isError: z.boolean().optional(),
    ...result,
  }),
  resource: z.object({ contents: z.array(Contents), ...result }),
  prompt: z.object({
    description: z.string().optional(),
    messages: z.array(z.object({ role: z.enum(['user', 'assistant']), content: Block })),
    ...result,
  }),
};

/**
 * Checks a result that the author wrote in the protocol's own form.
 *
 * @throws {UnsendableError} the protocol's schema refuses it
 */
export function assertValid(kind: keyof typeof RESULTS, value: object): void {
  const parsed = RESULTS[kind].safeParse(value);
  if (parsed.success) return;
  const problem = problemOf(parsed.error.issues, value, 'result');
  throw new UnsendableError(`what the protocol does not take: ${problem}`);
}

const BLOCK_FIELDS = new Map(
  Object.entries(BLOCKS).map(([type, { shape }]) => [type, new Set(Object.keys(shape))]),
);
const RESULT_FIELDS = {
  tool: new Set(Object.keys(RESULTS.tool.shape)),
  resource: new Set(Object.keys(RESULTS.resource.shape)),
};
const CONTENTS_FIELDS = new Set(Object.keys(Contents.shape));

/**
 * Whether a value is meant as content: it has the type of a block, at least one more field of it,
 * and none that a block does not have. Values of the author's own have a `type` too.
 */
export function isContentBlock(value: unknown): value is object {
  if (!isObject(value)) return false;
  const fields = BLOCK_FIELDS.get(value['type'] as string);
  return fields !== undefined && Object.keys(value).length > 1 && hasOnly(value, fields);
}

/** Whether a value is meant as a whole result of a tool. */
export function isToolResult(value: unknown): value is Record<string, unknown> {
  if (!isObject(value)) return false;
  const { content } = value;
  return (
    Array.isArray(content) && hasOnly(value, RESULT_FIELDS.tool) && content.every(isContentBlock)
  );
}

/** Whether a value is meant as a whole result of a resource. */
export function isResourceResult(value: unknown): value is Record<string, unknown> {
  if (!isObject(value)) return false;
  const { contents } = value;
  const areContents = (one: unknown) => isObject(one) && hasOnly(one, CONTENTS_FIELDS);
  return (
    Array.isArray(contents) && hasOnly(value, RESULT_FIELDS.resource) && contents.every(areContents)
  );
}

function hasOnly(value: Record<string, unknown>, fields: ReadonlySet<string>): boolean {
  return Object.keys(value).every((key) => fields.has(key));
}

function isBase64(value: string): boolean {
  return value.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(value);
}
