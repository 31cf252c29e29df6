export type { OpenApiDocument } from './document';
export { OpenApiSource, type OpenApiOptions } from './openapi-source';
