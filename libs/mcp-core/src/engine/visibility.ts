import type { AuthInfo } from '@modelcontextprotocol/server';
import { isOpen } from '../catalog/access';
import type { Feature } from '../features/feature';

/**
 * How much of a feature a caller sees.
 *
 * - `listed`: it is in lists.
 * - `unlisted`: lists and completion leave it out, but the refusal of a call names what is missing: a
 *   client can sign in for more.
 * - `hidden`: for this caller it does not exist.
 */
export type Visibility = 'listed' | 'unlisted' | 'hidden';

/**
 * Decides what a caller sees. A provider that extends this class is found at start; without one all
 * is listed. It is not asked about features that are open to everybody.
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

/** Only a policy hides: a refusal names a missing scope, so that the client can ask for it. */
export function mayBeHidden(feature: Feature): boolean {
  return feature.allow !== undefined;
}

function isShown(visibility: Visibility): boolean {
  return visibility === 'listed';
}
