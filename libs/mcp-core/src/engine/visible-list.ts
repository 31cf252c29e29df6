import type { AuthInfo } from '@modelcontextprotocol/server';
import { BoundedMap } from '@repo/foundation';
import { isOpen } from '../catalog/access';
import type { Access, Feature, CacheHint } from '../features/feature';
import { EncodedList } from './encoded-list';
import type { FeatureVisibility, Visibility } from './visibility';

/** Encoded visible sets that are cached. Callers with the same scopes share one. */
const MAX_SETS = 64;

/** Features that are seen by the same callers. */
interface Group {
  readonly feature: Feature;
  readonly members: ReadonlySet<Feature>;
}

type Encode = (features: readonly Feature[], scope: CacheHint['scope']) => EncodedList;

/**
 * One list of the catalog as its callers see it. It is encoded once for each visible set of features,
 * and visibility is asked once for each distinct requirement, so that a list costs the bytes that it
 * sends, for a caller with scopes too.
 */
export class VisibleList {
  private readonly groups: readonly Group[];
  private readonly sets = new BoundedMap<string, EncodedList>(MAX_SETS);

  constructor(
    private readonly features: readonly Feature[],
    private readonly visibility: FeatureVisibility,
    private readonly encode: Encode,
  ) {
    this.groups = groupsOf(features.filter((feature) => !isOpen(feature)));
  }

  /** What this caller sees. */
  for(auth: AuthInfo | undefined): EncodedList | Promise<EncodedList> {
    const seen = this.groups.map(({ feature }) => this.visibility.of(feature, auth));
    return seen.some((one) => one instanceof Promise)
      ? Promise.all(seen.map(async (one) => one)).then((all) => this.setOf(all))
      : this.setOf(seen as Visibility[]);
  }

  private setOf(seen: readonly Visibility[]): EncodedList {
    const key = seen.map((visibility) => (visibility === 'listed' ? '1' : '0')).join('');
    let list = this.sets.get(key);
    if (list === undefined) {
      const left = new Set(
        this.groups.flatMap(({ members }, index) => (seen[index] === 'listed' ? [] : [...members])),
      );
      const shown = this.features.filter((feature) => !left.has(feature));
      list = this.encode(shown, this.groups.length === 0 ? 'public' : 'private');
      this.sets.set(key, list);
    }
    return list;
  }
}

function groupsOf(guarded: readonly Feature[]): Group[] {
  const groups = new Map<unknown, { feature: Feature; members: Set<Feature> }>();
  for (const feature of guarded) {
    const key = requirementOf(feature);
    const group = groups.get(key) ?? { feature, members: new Set() };
    group.members.add(feature);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Equal for features that the same callers see. A policy may depend on anything. */
function requirementOf(feature: Access): unknown {
  const { scopes, anyScope, allow } = feature;
  return allow === undefined ? JSON.stringify([scopes, anyScope]) : feature;
}
