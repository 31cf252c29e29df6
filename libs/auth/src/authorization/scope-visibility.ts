import { stackOf } from '@repo/foundation';
import { FeatureVisibility, type Feature, type Visibility } from '@repo/mcp-core';
import { Injectable, Logger } from '@nestjs/common';
import type { Caller } from '../authentication/caller';
import { hasScopes } from './scopes';

/**
 * Shows a caller what it may call. What it lacks scopes for is left out of lists, yet a call of it is
 * told which ones: signing in for more is how the protocol means it. What a policy keeps from it is
 * hidden, since nothing that the client could do would change that.
 */
@Injectable()
export class ScopeVisibility extends FeatureVisibility {
  private readonly logger = new Logger('Authorization');

  of(feature: Feature, caller: Caller | undefined): Visibility | Promise<Visibility> {
    const shown = hasScopes(caller, feature) ? 'listed' : 'unlisted';
    if (feature.allow === undefined) return shown;
    return this.allows(feature, caller).then((isAllowed) => (isAllowed ? shown : 'hidden'));
  }

  /** A policy that fails allows nothing, and does not take the other features with it. */
  private async allows({ name, allow }: Feature, caller: Caller | undefined): Promise<boolean> {
    try {
      return (await allow?.(caller, undefined)) === true;
    } catch (error) {
      const stack = stackOf(error);
      this.logger.error(`The policy of ${name} failed, so it is hidden`, stack);
      return false;
    }
  }
}
