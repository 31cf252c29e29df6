import { CatalogError } from './catalog.error';
import { CompiledSchema, type Schema } from '../features/schema';

/**
 * Compiles the schema of a feature's input or output.
 *
 * @throws {CatalogError} it has no JSON Schema form, or is not of an object
 */
export function compileObject(
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
  if (compiled.json['type'] === 'object') return compiled;
  throw new CatalogError(
    where,
    `the ${side} schema is not of an object`,
    'Wrap it: clients of 2025-11-25 and older accept nothing else.',
  );
}
