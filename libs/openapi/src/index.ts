export { apiClient, type ApiClient } from './api-client';
export type { OpenApiDocument } from './document';
export { OpenApiSource, type OpenApiOptions } from './openapi-source';
