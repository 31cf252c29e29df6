import type { Handler, PromptFeature } from '../features/feature';
import { isObject } from '@repo/foundation';
import { propertiesOf, type JsonSchema } from '../features/json-schema';
import { CatalogError } from './catalog.error';
import { compileSchema } from './compile-schema';
import { featureBase, listedBase } from './feature-base';
import type { PromptOptions } from './feature.options';

/** @throws {CatalogError} */
export function promptFeature(
  options: PromptOptions,
  handler: Handler,
  where: string,
): PromptFeature {
  const input = options.arguments && compileSchema(options.arguments, 'input', where);
  const { properties, required } = propertiesOf(input?.json ?? {});
  if (input !== undefined && input.json['properties'] === undefined) {
    throw new CatalogError(
      where,
      'the schema of the arguments names none',
      'Use one object: a prompt lists its arguments, and has no alternatives of them.',
    );
  }
  refuseOtherThanStrings(properties, where);
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

/** @throws {CatalogError} clients send nothing but strings (2026-07-28, prompts) */
function refuseOtherThanStrings(properties: Record<string, JsonSchema>, where: string): void {
  for (const [name, schema] of Object.entries(properties)) {
    if (mayBeString(schema)) continue;
    throw new CatalogError(
      where,
      `the prompt's argument "${name}" cannot be a string`,
      'Clients send nothing else: take a string and change it, by z.string().pipe(z.coerce.number()).',
    );
  }
}

/** What says nothing of the type may be a string, a reference too. */
function mayBeString({ type, const: only, enum: values, anyOf, oneOf }: JsonSchema): boolean {
  if (type !== undefined)
    return type === 'string' || (Array.isArray(type) && type.includes('string'));
  if (only !== undefined) return typeof only === 'string';
  if (Array.isArray(values)) return values.some((value) => typeof value === 'string');
  const alternatives = anyOf ?? oneOf;
  if (!Array.isArray(alternatives)) return true;
  return alternatives.some((schema) => !isObject(schema) || mayBeString(schema));
}
