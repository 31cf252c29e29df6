import {
  Completion,
  LEGACY_REVISIONS,
  MODERN_REVISIONS,
  Resource,
  ResourceNotFoundError,
} from '@repo/mcp-core';
import { Injectable } from '@nestjs/common';

const REVISIONS = new Map([
  ['modern', MODERN_REVISIONS],
  ['legacy', LEGACY_REVISIONS],
]);

const TEMPLATE = 'platform://revisions/{era}';

/** A resource template: one method serves every URI that fits, and says which values there are. */
@Injectable()
export class RevisionsResource {
  @Resource({
    name: 'platform-revisions',
    title: 'Protocol revisions of an era',
    description: 'The protocol revisions that this server speaks in an era, newest first.',
    uriTemplate: TEMPLATE,
    mimeType: 'application/json',
    // The same for everybody until the next release.
    cache: { ttlMs: 60_000, scope: 'public' },
  })
  revisions({ era }: { era: string }) {
    const revisions = REVISIONS.get(era);
    if (revisions === undefined) throw new ResourceNotFoundError(`platform://revisions/${era}`);
    return { era, revisions };
  }

  @Completion({ resource: TEMPLATE, argument: 'era' })
  eras(typed: string): string[] {
    return [...REVISIONS.keys()].filter((era) => era.startsWith(typed));
  }
}
