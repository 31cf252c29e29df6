import type { Feature } from '../features/feature';
import type { Catalog } from './catalog';

type ListChange = 'tools_list_changed' | 'resources_list_changed' | 'prompts_list_changed';

/** Which lists differ for some caller. */
export function changedLists(before: Catalog, after: Catalog): ListChange[] {
  const lists: [ListChange, (catalog: Catalog) => Iterable<Feature>][] = [
    ['tools_list_changed', ({ tools }) => tools.values()],
    ['resources_list_changed', ({ resources, templates }) => [...resources.values(), ...templates]],
    ['prompts_list_changed', ({ prompts }) => prompts.values()],
  ];
  return lists.flatMap(([change, of]) =>
    seenIn(of(before)) === seenIn(of(after)) ? [] : [change],
  );
}

/** All that lists show, and to whom, as far as data says it. */
function seenIn(features: Iterable<Feature>): string {
  return JSON.stringify(
    [...features].map(({ listed, scopes, anyScope }) => [listed, scopes, anyScope]),
  );
}
