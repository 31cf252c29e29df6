import { accessOf } from './access';
import { CatalogError } from './catalog.error';
import { checkDescribed, listedBase, type FeatureBase, type Handler } from './feature';
import type { CacheHint, ResourceOptions } from './feature.options';
import { maxConcurrentOf } from './max-concurrent';
import { rateLimitOf } from './rate-limit';
import { UriTemplate } from './uri-template';

export interface ResourceFeature extends FeatureBase {
  readonly kind: 'resource';
  /** The fixed URI, or the template as it was written. */
  readonly uri: string;
  readonly template?: UriTemplate;
  readonly mimeType?: string;
  readonly cache: CacheHint;
}

/** @throws {CatalogError} */
export function resourceFeature(
  options: ResourceOptions,
  handler: Handler,
  where: string,
): ResourceFeature {
  checkDescribed('resource', options, where);
  const { name, uri, uriTemplate, mimeType, size, annotations } = options;
  if ((uri === undefined) === (uriTemplate === undefined)) {
    throw new CatalogError(where, 'a resource needs "uri" or "uriTemplate"', 'Give exactly one.');
  }
  return {
    kind: 'resource',
    name,
    ...accessOf(options, where),
    rateLimit: rateLimitOf(options.rateLimit, where),
    maxConcurrent: maxConcurrentOf(options.maxConcurrent, where),
    handler,
    uri: uri ?? uriTemplate ?? '',
    template: uriTemplate === undefined ? undefined : parseTemplate(uriTemplate, where),
    mimeType,
    cache: options.cache ?? { ttlMs: 0, scope: 'private' },
    listed: { uri, uriTemplate, ...listedBase(options), mimeType, size, annotations },
  };
}

function parseTemplate(template: string, where: string): UriTemplate {
  try {
    const parsed = new UriTemplate(template);
    if (parsed.variableNames.length > 0) return parsed;
  } catch (error) {
    throw new CatalogError(where, `"${template}" is no URI template`, (error as Error).message);
  }
  throw new CatalogError(where, `"${template}" has no variable`, 'Use "uri" for a fixed URI.');
}
