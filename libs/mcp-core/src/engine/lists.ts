import type { Catalog } from '../catalog/catalog';
import { EncodedList } from '../catalog/encoded-list';
import type { CacheHint } from '../catalog/feature.options';
import type { ResultEncoder } from './result-encoder';

/** The catalog changes only with a new build, which announces itself to no one. */
const LIST_TTL_MS = 60_000;

export interface Lists {
  readonly tools: EncodedList;
  readonly resources: EncodedList;
  readonly templates: EncodedList;
  readonly prompts: EncodedList;
}

export function encodeLists(catalog: Catalog, pageSize: number, encoder: ResultEncoder): Lists {
  const cache: CacheHint = { ttlMs: LIST_TTL_MS, scope: 'public' };
  const list = (key: string, features: Iterable<{ listed: object }>) =>
    new EncodedList(
      key,
      Array.from(features, ({ listed }) => listed),
      pageSize,
      cache,
      encoder,
    );
  return {
    tools: list('tools', catalog.tools.values()),
    resources: list('resources', catalog.resources.values()),
    templates: list('resourceTemplates', catalog.templates),
    prompts: list('prompts', catalog.prompts.values()),
  };
}
