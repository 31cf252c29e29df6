import type { Catalog } from '../catalog/catalog';
import type { Feature } from '../features/feature';
import type { PreEncodedJson } from '../protocol/pre-encoded-json';
import type { ExtensionContext } from './extension-context';

/** A page of a list that was encoded at start. */
type ListPage = (
  context: ExtensionContext,
  cursor: unknown,
) => PreEncodedJson | Promise<PreEncodedJson>;

/** What the host does for the methods of an extension. */
export interface ExtensionHost {
  readonly catalog: Catalog;

  /** Whether lists show the feature to this caller. */
  isListed(feature: Feature, context: ExtensionContext): boolean | Promise<boolean>;

  /**
   * A list in pages, as `tools/list` is one: each caller sees the features that it may call, and
   * nothing is encoded in a request.
   *
   * @param key the result's field that holds the entries
   * @param features each with its entry in `listed`
   */
  list(key: string, features: readonly Feature[]): ListPage;
}
