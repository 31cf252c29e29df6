import type { AuthInfo } from '@modelcontextprotocol/server';
import { isOpen } from '../catalog/access';
import type { Feature } from '../features/feature';

/**
 * How much of a feature a caller sees.
 *
 * - `listed`: it stands in lists.
 * - `unlisted`: lists and completion leave it out, but a call is judged and may be told what it
 *   lacks: a client can sign in for more.
 * - `hidden`: nobody tells this caller that it exists.
 */
export type Visibility = 'listed' | 'unlisted' | 'hidden';

/**
 * Decides what a caller sees. A provider that extends this class is found at start; without one all
 * is listed. Features that are open to everybody are never asked about.
 *
 * The answer may depend on the feature's `scopes`, `anyScope` and `allow` alone, must be quick, and
 * must not reject: what cannot be decided is hidden.
 */
export abstract class FeatureVisibility {
  abstract of(feature: Feature, auth: AuthInfo | undefined): Visibility | Promise<Visibility>;
}

/** For applications that authorize nothing. */
export class EverythingVisible extends FeatureVisibility {
  of(): Visibility {
    return 'listed';
  }
}

/** Whether lists and completion show it to the caller. */
export function isListed(
  visibility: FeatureVisibility,
  feature: Feature,
  auth: AuthInfo | undefined,
): boolean | Promise<boolean> {
  if (isOpen(feature)) return true;
  const seen = visibility.of(feature, auth);
  return seen instanceof Promise ? seen.then(isShown) : isShown(seen);
}

/** Only a policy hides: a missing scope is told, so that the client can ask for it. */
export function mayBeHidden(feature: Feature): boolean {
  return feature.allow !== undefined;
}

function isShown(visibility: Visibility): boolean {
  return visibility === 'listed';
}
