import type { Document } from './cut-document';

/** The types of a document's operations, as the text of a file. */
export async function typesOf(document: Document): Promise<string> {
  const { default: openapiTypes, astToString } = await import('openapi-typescript');
  const types = astToString(await openapiTypes(document as never, { silent: true }));
  return `/* eslint-disable */\n// Made from the document; make it anew rather than edit it.\n${types}`;
}
