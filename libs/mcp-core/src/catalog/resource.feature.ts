import type { Handler, ResourceFeature } from '../features/feature';
import { UriTemplate } from '../features/uri-template';
import { CatalogError } from './catalog.error';
import { featureBase, listedBase } from './feature-base';
import type { ResourceOptions } from './feature.options';

/** @throws {CatalogError} */
export function resourceFeature(
  options: ResourceOptions,
  handler: Handler,
  where: string,
): ResourceFeature {
  const base = featureBase('resource', options, handler, where);
  const { uri, uriTemplate, mimeType, size, annotations, meta } = options;
  if ((uri === undefined) === (uriTemplate === undefined)) {
    throw new CatalogError(where, 'a resource needs "uri" or "uriTemplate"', 'Give exactly one.');
  }
  return {
    kind: 'resource',
    ...base,
    uri: uri ?? uriTemplate ?? '',
    template: uriTemplate === undefined ? undefined : parseTemplate(uriTemplate, where),
    mimeType,
    unlisted: options.unlisted,
    meta,
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
