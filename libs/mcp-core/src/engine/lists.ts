import type { Catalog } from '../catalog/catalog';
import type { Feature, ResourceFeature } from '../features/feature';
import { EncodedList } from './encoded-list';
import type { ResultEncoder } from './result-encoder';
import type { FeatureVisibility } from './visibility';
import { VisibleList } from './visible-list';

/** A client that is not subscribed to changes of the list sees one this late. */
const LIST_TTL_MS = 60_000;

/** A list of features, as `tools/list` is one. */
export type MakeList = (key: string, features: Iterable<Feature>) => VisibleList;

export interface Lists {
  readonly tools: VisibleList;
  readonly resources: VisibleList;
  readonly templates: VisibleList;
  readonly prompts: VisibleList;
}

export function listMaker(
  pageSize: number,
  encoder: ResultEncoder,
  visibility: FeatureVisibility,
): MakeList {
  return (key, features) =>
    new VisibleList([...features], visibility, (entries, scope) => {
      return new EncodedList(key, entries, pageSize, { ttlMs: LIST_TTL_MS, scope }, encoder);
    });
}

export function encodeLists(catalog: Catalog, list: MakeList): Lists {
  return {
    tools: list('tools', catalog.tools.values()),
    resources: list('resources', [...catalog.resources.values()].filter(isListed)),
    templates: list('resourceTemplates', catalog.templates.filter(isListed)),
    prompts: list('prompts', catalog.prompts.values()),
  };
}

function isListed({ unlisted }: ResourceFeature): boolean {
  return unlisted !== true;
}
