import { type Manifest, nameOf } from './manifest';

const PART_OF = 'app.kubernetes.io/part-of';

/**
 * What the deploy program looks for when it removes what a release no longer has, such as the
 * ConfigMaps of earlier ones, whose names end in a hash of their content.
 */
export function labelFaults(manifests: readonly Manifest[]): string[] {
  return manifests
    .filter(({ kind }) => kind !== 'Namespace')
    .filter(({ metadata: { labels = {} } }) => labels[PART_OF] === undefined)
    .map((manifest) => `${nameOf(manifest)} has no label ${PART_OF}`);
}
