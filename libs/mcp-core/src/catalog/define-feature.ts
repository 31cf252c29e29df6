import type { GetPromptResult } from '@modelcontextprotocol/server';
import type { Completer, Handler, ResourceLister } from '../features/feature';
import type { PromptReturn } from '../features/prompt-result';
import type { ResourceReturn } from '../features/resource-result';
import type { Schema } from '../features/schema';
import type { ToolContext } from '../features/tool-context';
import type { InputOf, ReturnOf, ToolOptionsOf } from './feature.decorators';
import type { ProvidedFeature } from './feature-extension';
import type {
  CompletionOptions,
  PromptOptions,
  ResourceListOptions,
  ResourceOptions,
} from './feature.options';

type HandlerOf<Input, Returned> = (
  input: Input,
  context: ToolContext,
) => Returned | Promise<Returned>;

/** A tool for a `FeatureSource`; as `@Tool` makes one of a method. */
export function defineTool<
  I extends Schema | undefined = undefined,
  O extends Schema | undefined = undefined,
>(options: ToolOptionsOf<I, O>, handler: HandlerOf<InputOf<I>, ReturnOf<O>>): ProvidedFeature {
  const where = `defineTool ${options.name}`;
  return { declaration: { kind: 'tool', options }, handler: handler as Handler, where };
}

/** A resource for a `FeatureSource`; as `@Resource` makes one of a method. */
export function defineResource(
  options: ResourceOptions,
  handler: HandlerOf<never, ResourceReturn>,
): ProvidedFeature {
  const where = `defineResource ${options.name}`;
  return { declaration: { kind: 'resource', options }, handler: handler as Handler, where };
}

/** A prompt for a `FeatureSource`; as `@Prompt` makes one of a method. */
export function definePrompt<I extends Schema | undefined = undefined>(
  options: Omit<PromptOptions, 'arguments'> & { arguments?: I },
  handler: HandlerOf<InputOf<I>, PromptReturn | GetPromptResult>,
): ProvidedFeature {
  const where = `definePrompt ${options.name}`;
  return { declaration: { kind: 'prompt', options }, handler: handler as Handler, where };
}

/** Suggestions for an argument, for a `FeatureSource`; as `@Completion` makes them of a method. */
export function defineCompletion(
  options: CompletionOptions,
  completer: Completer,
): ProvidedFeature {
  const where = `defineCompletion ${options.argument}`;
  const handler = completer as unknown as Handler;
  return { declaration: { kind: 'completion', options }, handler, where };
}

/** The list of a template, for a `FeatureSource`; as `@ResourceList` makes one of a method. */
export function defineResourceList(
  options: ResourceListOptions,
  lister: ResourceLister,
): ProvidedFeature {
  const where = `defineResourceList ${options.resource}`;
  return {
    declaration: { kind: 'list', options },
    handler: lister as unknown as Handler,
    where,
  };
}
