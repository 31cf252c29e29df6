import { impossibleSize } from '../rules/impossible-size';
import type { PlatformSettings } from '../rules/platform-settings';
import type { Wanted } from '../size';

/** Another size than that of the schedule, for a time. It goes before hours and demand. */
export interface Override {
  /** The name of a target. */
  readonly target: string;
  /** Milliseconds since 1970: from this instant … */
  readonly from: number;
  /** … until just before this one. */
  readonly until: number;
  /** The target's size of on or off hours, or one of its own. */
  readonly size: 'on_hours' | 'off_hours' | Wanted;
  /** Why, and who wants it: for those who wonder about the bill. */
  readonly reason?: string | undefined;
}

/**
 * What is wrong with an override, in words; empty where nothing is.
 *
 * @param settings of its target, where that is known
 * @param maxOverride replicas that it may ask for at most, where the target says so
 */
export function overrideFaults(
  override: Override,
  targets: ReadonlySet<string>,
  now: number,
  settings?: PlatformSettings,
  maxOverride?: number,
): string[] {
  const faults: string[] = [];
  if (!targets.has(override.target)) {
    faults.push(`no target is named "${override.target}"; targets: ${[...targets].join(', ')}`);
  }
  if (override.until <= override.from) faults.push('an override must end after it starts');
  if (override.until <= now) {
    faults.push(`the override ended at ${new Date(override.until).toISOString()}, in the past`);
  }
  if (settings !== undefined && typeof override.size === 'object') {
    const impossible = impossibleSize(settings, override.size);
    if (impossible !== undefined) faults.push(impossible);
  }
  const above = sizeAbove(override.size, maxOverride);
  if (above !== undefined) faults.push(above);
  return faults;
}

/** Why a size is larger than a target allows, in words; none where it is not. */
export function sizeAbove(size: Override['size'], maxOverride: number | undefined) {
  if (maxOverride === undefined || typeof size === 'string' || size.max <= maxOverride) return;
  return `max is ${size.max}: an override may ask for ${maxOverride} replicas at most, by max_override of the rules`;
}
