import { BoundedMap } from '@repo/foundation';
import { isOpen } from '../catalog/access';
import type { Access, CacheHint, Feature, FeatureExtras } from '../features/feature';
import type { Client } from '../protocol/client';
import { EncodedList } from './encoded-list';
import type { FeatureVisibility, Visibility } from './visibility';

/** Encoded visible sets that are cached. Callers with the same scopes share one. */
const MAX_SETS = 64;

/** Features that are seen by the same callers. */
interface Group {
  readonly feature: Feature;
  readonly members: ReadonlySet<Feature>;
}

type Encode = (entries: readonly object[], scope: CacheHint['scope']) => EncodedList;
type Extension = FeatureExtras['extension'];

/**
 * One list of the catalog as its callers see it. It is encoded once for each visible set of features,
 * and visibility is asked once for each distinct requirement, so that a list costs the bytes that it
 * sends, for a caller with scopes too. Likewise for what extensions make of the entries.
 */
export class VisibleList {
  private readonly groups: readonly Group[];
  /** Those that change an entry, or hide one from clients that do not declare them. */
  private readonly extensions: readonly Extension[];
  private readonly sets = new BoundedMap<string, EncodedList>(MAX_SETS);

  constructor(
    private readonly features: readonly Feature[],
    private readonly visibility: FeatureVisibility,
    private readonly encode: Encode,
  ) {
    this.groups = groupsOf(features.filter((feature) => !isOpen(feature)));
    this.extensions = extensionsOf(features);
  }

  /** What this caller sees with this client. */
  for(client: Client): EncodedList | Promise<EncodedList> {
    const declared = this.extensions.filter((extension) => extension.isDeclaredBy(client));
    const seen = this.groups.map(({ feature }) => this.visibility.of(feature, client.auth));
    return seen.some((one) => one instanceof Promise)
      ? Promise.all(seen.map(async (one) => one)).then((all) => this.setOf(all, declared))
      : this.setOf(seen as Visibility[], declared);
  }

  private setOf(seen: readonly Visibility[], declared: readonly Extension[]): EncodedList {
    const bits = seen.map((visibility) => (visibility === 'listed' ? '1' : '0'));
    const key = [...bits, ...declared.map(({ id }) => ` ${id}`)].join('');
    let list = this.sets.get(key);
    if (list === undefined) {
      const left = new Set(
        this.groups.flatMap(({ members }, index) => (seen[index] === 'listed' ? [] : [...members])),
      );
      const entries = this.features
        .filter((feature) => !left.has(feature))
        .flatMap((feature) => entryFor(feature, declared));
      // Only modern results say so.
      const isForAll = this.extensions.every(({ era }) => era === 'legacy');
      const isTheSame = this.groups.length === 0 && isForAll;
      list = this.encode(entries, isTheSame ? 'public' : 'private');
      this.sets.set(key, list);
    }
    return list;
  }
}

function extensionsOf(features: readonly Feature[]): Extension[] {
  const extras = features.flatMap(({ extras }) => [...(extras?.values() ?? [])]);
  const changing = extras.filter(({ meta, entry, only }) => meta ?? entry ?? only);
  return [...new Set(changing.map(({ extension }) => extension))];
}

/** The entry for clients that declare these extensions; none where it is for those of others. */
function entryFor({ listed, extras }: Feature, declared: readonly Extension[]): object[] {
  if (extras === undefined) return [listed];
  const all = [...extras.values()];
  if (all.some(({ extension, only }) => only && !declared.includes(extension))) return [];
  const added = all.filter(({ extension }) => declared.includes(extension));
  if (added.length === 0) return [listed];
  const entry = added.reduce((sum, { entry }) => ({ ...sum, ...entry }), listed);
  if (added.every(({ meta }) => meta === undefined)) return [entry];
  const { _meta } = listed as { _meta?: object };
  const meta = added.reduce((sum, { meta }) => ({ ...sum, ...meta }), { ..._meta });
  return [{ ...entry, _meta: meta }];
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
