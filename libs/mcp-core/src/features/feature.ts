import type { Annotations, AuthInfo, Icon } from '@modelcontextprotocol/server';
import type { Client } from '../protocol/client';
import type { Params } from '../protocol/json-rpc';
import type { Era } from '../protocol/revision';
import type { RequestId } from '../protocol/request-id';
import type { McpRequest } from '../protocol/mcp-request';
import type { InputRequests } from './input-request';
import type { JsonSchema } from './json-schema';
import type { CompiledSchema } from './schema';
import type { ToolContext } from './tool-context';
import type { UriTemplate } from './uri-template';

/**
 * Decides by itself who may call a feature.
 *
 * @param auth the verified caller; undefined for an anonymous one
 * @param call the call; undefined when the question is whether this caller may know of the feature.
 *   Where the answer to that is no, lists leave the feature out, and a request for it by name is
 *   answered as if it did not exist.
 */
export type AllowPolicy = (
  auth: AuthInfo | undefined,
  call: Call | undefined,
) => boolean | Promise<boolean>;

/** What a caller needs to call a feature. */
export interface Access {
  readonly scopes: readonly string[];
  readonly anyScope: readonly string[];
  readonly allow?: AllowPolicy;
}

/** How often one caller may call a feature. */
export interface RateLimit {
  readonly requests: number;
  /** Milliseconds, whole seconds; from a second to a day. */
  readonly windowMs: number;
}

/** How long and for whom a result may be cached (2026-07-28, caching). */
export interface CacheHint {
  /** Milliseconds; 0: not at all. */
  ttlMs: number;
  /** `public` only where every caller gets the same. */
  scope: 'public' | 'private';
}

/** Calls the declared method on its provider, with the enhancers that Nest puts around it. */
export type Handler = (input: unknown, context: ToolContext) => unknown;

/** What one extension makes of a feature. */
export interface FeatureExtras {
  readonly extension: {
    readonly id: string;
    readonly era?: Era;
    isDeclaredBy(client: Client): boolean;
  };
  /** What its decorator left, as it was written. */
  readonly mark: unknown;
  /** Joins `_meta` of the list entry, for clients that declare the extension. */
  readonly meta?: Readonly<Record<string, unknown>>;
  /** Joins the list entry itself, for clients that declare the extension. */
  readonly entry?: object;
  /** Whether lists leave the feature out for all other clients. */
  readonly only?: boolean;
}

export interface FeatureBase extends Access {
  readonly name: string;
  /** The name of the server that has it; undefined for the main one. */
  readonly server?: string;
  readonly handler: Handler;
  /** Per caller. */
  readonly rateLimit?: RateLimit;
  /** Calls of it that run at once in a process. */
  readonly maxConcurrent?: number;
  /** The entry as lists show it. */
  readonly listed: object;
  /** By the id of the extension; absent where none has marked it. */
  readonly extras?: ReadonlyMap<string, FeatureExtras>;
}

export interface ToolFeature extends FeatureBase {
  readonly kind: 'tool';
  readonly input?: CompiledSchema;
  readonly output?: CompiledSchema;
  readonly headers: readonly ParameterHeader[];
  readonly timeoutMs?: number;
  /** Where its calls may be tasks. */
  readonly task?: ToolTask;
  /** Where each of them waits for somebody's decision; never without `task`. */
  readonly approval?: ToolApproval;
}

/** Whose decision a call waits for; see `ApprovalOptions`. */
export interface ToolApproval {
  readonly scope: string;
  readonly expiresMs?: number | undefined;
  /** @param input validated */
  reasonFor(input: unknown): string;
}

/** How the calls of a tool run as tasks; see `TaskOptions`. */
export interface ToolTask {
  readonly isRequired: boolean;
  readonly timeoutMs?: number;
  readonly ttlMs?: number;
  readonly tries?: number;
  readonly maxOpen?: number;
  askFirst?(input: unknown): InputRequests;
}

/** A tool parameter that clients repeat as the header `Mcp-Param-<name>`. */
export interface ParameterHeader {
  /** In lower case, as Node gives header names. */
  readonly header: string;
  /** The property names that lead to the value. */
  readonly path: readonly string[];
  readonly type: 'string' | 'integer' | 'boolean';
}

export interface ResourceFeature extends FeatureBase {
  readonly kind: 'resource';
  /** The fixed URI, or the template as it was written. */
  readonly uri: string;
  readonly template?: UriTemplate;
  readonly mimeType?: string;
  readonly unlisted?: boolean;
  /** Sent as `_meta` of what is read. */
  readonly meta?: Record<string, unknown>;
  readonly cache: CacheHint;
}

export interface PromptFeature extends FeatureBase {
  readonly kind: 'prompt';
  readonly description: string;
  readonly input?: CompiledSchema;
  /** The JSON Schema of each argument. */
  readonly arguments: Readonly<Record<string, JsonSchema>>;
}

/** What the catalog holds: a declared method, checked and compiled. */
export type Feature = ToolFeature | ResourceFeature | PromptFeature;

/** Its name, unique over all servers of a process: `billing/find_invoice` for one of a named server. */
export function qualifiedNameOf({ server, name }: Feature): string {
  return server === undefined ? name : `${server}/${name}`;
}

/** One call of a tool, resource or prompt, as interceptors see it. */
export class Call {
  constructor(
    readonly feature: Feature,
    /** The method's first argument as the client sent it, not validated yet. */
    readonly input: unknown,
    readonly request: McpRequest,
  ) {}

  get requestId(): RequestId {
    return this.request.id;
  }

  get method(): string {
    return this.request.method;
  }

  get params(): Params {
    return this.request.params;
  }

  get client(): Client {
    return this.request.client;
  }

  get signal(): AbortSignal {
    return this.request.channel.cancellation.signal;
  }
}

/** What a completion method knows of the request beside the text typed so far. */
export interface CompletionContext {
  /** The values already chosen for other arguments. */
  readonly arguments: Readonly<Record<string, string>>;
  readonly auth?: AuthInfo;
  /** Aborted when the client cancels or disconnects, at the time-out, and when the host stops. */
  readonly signal: AbortSignal;
}

/** Suggested values, best first. */
export type Suggestions =
  | string[]
  | {
      /** The first 100 are sent. */
      values: string[];
      /** How many there are in all, where that is known. */
      total?: number;
      /** Whether there are more, where no total is known. */
      hasMore?: boolean;
    };

/** Suggests values for one argument. */
export type Completer = (
  typed: string,
  context: CompletionContext,
) => Suggestions | Promise<Suggestions>;

/** One resource of a template, as lists show it. */
export interface ListedResource {
  /** One that the template reads. */
  uri: string;
  name: string;
  title?: string;
  description?: string;
  /** Default: that of the template. */
  mimeType?: string;
  /** Bytes. */
  size?: number;
  annotations?: Annotations;
  icons?: Icon[];
  meta?: Record<string, unknown>;
}

/** What is asked of a list of resources. */
export interface ResourceListRequest {
  /** The `nextCursor` that it returned; undefined for its first page. A client can send any text. */
  readonly cursor?: string | undefined;
  /** The most that it may return as a page. */
  readonly limit: number;
}

/** What a list of resources knows of its caller. */
export interface ResourceListContext {
  readonly auth?: AuthInfo | undefined;
  /** Aborted when the client cancels or disconnects, at the time-out, and when the host stops. */
  readonly signal: AbortSignal;
}

/** All resources, which the host splits into pages; or one page, and how to ask for the next. */
export type ResourceListing =
  ListedResource[] | { resources: ListedResource[]; nextCursor?: string | undefined };

/** Lists the resources of a template that a caller may read. */
export type ResourceLister = (
  request: ResourceListRequest,
  context: ResourceListContext,
) => ResourceListing | Promise<ResourceListing>;
