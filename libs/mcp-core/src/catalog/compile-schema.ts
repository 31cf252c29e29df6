import { CatalogError } from './catalog.error';
import { CompiledSchema, type Schema } from '../features/schema';

/**
 * Compiles the schema of a feature's input or output.
 *
 * @throws {CatalogError} it has no JSON Schema form, or arguments that are no object
 */
export function compileSchema(
  schema: Schema,
  side: 'input' | 'output',
  where: string,
): CompiledSchema {
  let compiled: CompiledSchema;
  try {
    compiled = CompiledSchema.compile(schema, side);
  } catch (error) {
    throw new CatalogError(
      where,
      `the ${side} schema cannot be used: ${(error as Error).message}`,
      'Use types that JSON has.',
    );
  }
  if (side === 'output' || compiled.json['type'] === 'object') return compiled;
  throw new CatalogError(
    where,
    'the input schema is not of an object',
    'Wrap it: arguments have names.',
  );
}
