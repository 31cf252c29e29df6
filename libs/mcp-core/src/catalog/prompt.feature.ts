import type { Handler, PromptFeature } from '../features/feature';
import { propertiesOf } from '../features/schema';
import { compileObject } from './compile-object';
import { featureBase, listedBase } from './feature-base';
import type { PromptOptions } from './feature.options';

/** @throws {CatalogError} */
export function promptFeature(
  options: PromptOptions,
  handler: Handler,
  where: string,
): PromptFeature {
  const input = options.arguments && compileObject(options.arguments, 'input', where);
  const { properties, required } = propertiesOf(input?.json ?? {});
  return {
    kind: 'prompt',
    ...featureBase('prompt', options, handler, where),
    description: options.description,
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
