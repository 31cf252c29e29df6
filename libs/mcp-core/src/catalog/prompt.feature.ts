import { accessOf } from './access';
import { compileObject } from './compile-object';
import { checkDescribed, listedBase, type FeatureBase, type Handler } from './feature';
import type { PromptOptions } from './feature.options';
import { maxConcurrentOf } from './max-concurrent';
import { rateLimitOf } from './rate-limit';
import { propertiesOf, type CompiledSchema, type JsonSchema } from './schema';

export interface PromptFeature extends FeatureBase {
  readonly kind: 'prompt';
  readonly description: string;
  readonly input?: CompiledSchema;
  /** The JSON Schema of each argument. */
  readonly arguments: Readonly<Record<string, JsonSchema>>;
}

/** @throws {CatalogError} */
export function promptFeature(
  options: PromptOptions,
  handler: Handler,
  where: string,
): PromptFeature {
  checkDescribed('prompt', options, where);
  const input = options.arguments && compileObject(options.arguments, 'input', where);
  const { properties, required } = propertiesOf(input?.json ?? {});
  return {
    kind: 'prompt',
    name: options.name,
    description: options.description,
    ...accessOf(options, where),
    rateLimit: rateLimitOf(options.rateLimit, where),
    maxConcurrent: maxConcurrentOf(options.maxConcurrent, where),
    handler,
    input,
    arguments: properties,
    listed: {
      ...listedBase(options),
      arguments: Object.entries(properties).map(([name, { title, description }]) => ({
        name,
        title,
        description,
        required: required.has(name),
      })),
    },
  };
}
