import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Document } from './cut-document';

/**
 * Reads an OpenAPI document and checks it by its own schema.
 *
 * @throws {Error} it cannot be read, or it is none; what leads out of the document is not followed
 */
export async function readDocument(file: string): Promise<Document> {
  const document = parse(readFileSync(file, 'utf8'), { maxAliasCount: 100 }) as Document;
  const { validate } = await import('@readme/openapi-parser');
  const result = await validate(structuredClone(document) as never, {
    resolve: { external: false },
  });
  if (result.valid) return document;
  const told = result.errors.slice(0, 5).map(({ message }) => `  ${message}`);
  throw new Error(`${file} is no OpenAPI document of version 3:\n${told.join('\n')}`);
}
