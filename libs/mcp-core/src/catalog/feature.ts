import type { ToolContext } from '../engine/tool-context';
import type { CompletionContext } from './feature.decorators';
import type { CacheHint } from './feature.options';
import type { ParameterHeader } from './parameter-header';
import type { CompiledSchema } from './schema';
import type { UriTemplate } from './uri-template';

/** Calls the declared method on its provider, with whatever Nest puts around it. */
export type Handler = (input: unknown, context: ToolContext) => unknown;

interface FeatureBase {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly handler: Handler;
  /** The entry as lists show it. */
  readonly listed: object;
}

export interface ToolFeature extends FeatureBase {
  readonly kind: 'tool';
  readonly input?: CompiledSchema;
  readonly output?: CompiledSchema;
  readonly headers: readonly ParameterHeader[];
  readonly timeoutMs?: number;
}

export interface ResourceFeature extends FeatureBase {
  readonly kind: 'resource';
  /** The fixed URI, or the template as it was written. */
  readonly uri: string;
  readonly template?: UriTemplate;
  readonly mimeType?: string;
  readonly cache: CacheHint;
}

export interface PromptFeature extends FeatureBase {
  readonly kind: 'prompt';
  readonly description: string;
  readonly input?: CompiledSchema;
}

export type Feature = ToolFeature | ResourceFeature | PromptFeature;

/** Suggests values for one argument. */
export type Completer = (typed: string, context: CompletionContext) => string[] | Promise<string[]>;
