import type { Annotations, Icon, ToolAnnotations } from '@modelcontextprotocol/server';
import type { CacheHint } from '../features/feature';
import type { AccessOptions } from './access';
import type { ApprovalOptions } from './approval.options';
import type { RateLimitOption } from './rate-limit';
import type { Schema } from '../features/schema';
import type { TaskOption } from './task.options';

/** The options of every tool, resource and prompt. */
export interface FeatureOptions extends AccessOptions {
  /** Unique among its kind: 1 to 128 of `A-Z a-z 0-9 _ - .` (2025-11-25, tools, Tool Names). */
  name: string;
  /** What it does, for the model that picks it. */
  description: string;
  /** For people; without one they see the name. */
  title?: string;
  icons?: Icon[];
  /** How often one caller may call it, such as `'10/min'`; beside `RATE_LIMIT_REQUESTS`. */
  rateLimit?: RateLimitOption;
  /**
   * How many of its calls may run at once in a process, over all callers, to protect what it uses.
   * Further calls wait up to a second and are then refused; beside `MAX_CONCURRENT_CALLS`.
   */
  maxConcurrent?: number;
  /** Sent as `_meta` of its list entry, and of a resource's contents. */
  meta?: Record<string, unknown>;
}

export interface ToolOptions<
  I extends Schema = Schema,
  O extends Schema = Schema,
> extends FeatureOptions {
  /** Of an object, or of alternatives of them. Without one the tool takes no arguments. */
  input?: I;
  /** What it makes of the returned value is sent as structured output; of a value of any type. */
  output?: O;
  annotations?: ToolAnnotations;
  /** Milliseconds; overrides `TOOL_TIMEOUT` for this tool. */
  timeoutMs?: number;
  /**
   * Whether a call may become a task, which outlives the connection (SEP-2663): `optional`, `required`
   * or `forbidden`, which is the default; or more about it.
   */
  task?: TaskOption<I>;
  /**
   * Has each call wait, as a task, until another person has decided on it. Without `task` that is
   * `required`.
   */
  approval?: ApprovalOptions<I | undefined>;
}

export interface ResourceOptions extends FeatureOptions {
  /** A fixed URI; give this or `uriTemplate`. */
  uri?: string;
  /** RFC 6570; its variables arrive as the method's first argument. */
  uriTemplate?: string;
  mimeType?: string;
  /** Bytes, where known in advance. */
  size?: number;
  annotations?: Annotations;
  /** Whether `resources/list` leaves it out; whoever knows its URI can read it all the same. */
  unlisted?: boolean;
  /** Default: `{ ttlMs: 0, scope: 'private' }`. */
  cache?: CacheHint;
}

export interface PromptOptions<I extends Schema = Schema> extends FeatureOptions {
  /** An object schema whose properties are strings, as prompts have no other arguments. */
  arguments?: I;
}

/** Names the template whose resources a method lists. */
export interface ResourceListOptions {
  /** The URI template as the resource has it. */
  resource: string;
}

/** Names the one argument that a completion method suggests values for. */
export type CompletionOptions = { argument: string } & (
  { prompt: string; resource?: never } | { resource: string; prompt?: never }
);
