import type { PlatformSettings } from '../rules/platform-settings';
import type { OnDemand, TargetRules } from '../rules/rules';
import type { Override } from '../schedule/override';
import type { Wanted } from '../size';

/**
 * What processes without the rules file need to know of a target: the worker's file rules, and that
 * of the api may be another.
 */
export interface TargetFacts {
  /** Its `token_file` and the like are for no answer. */
  readonly settings: PlatformSettings;
  readonly onHours: Wanted;
  readonly offHours: Wanted;
  /** None as long as an older worker wrote it. */
  readonly maxOverride?: number | undefined;
  /** An IANA name. */
  readonly timeZone: string;
  readonly onDemand?: OnDemand | undefined;
  readonly dryRun: boolean;
  readonly excluded?: string | undefined;
  readonly pricePerReplicaHour?: number | undefined;
  /** Its own of the rules file, which go with those that people order. */
  readonly overrides?: readonly Override[];
}

export function factsOf(target: TargetRules, overrides: readonly Override[] = []): TargetFacts {
  const {
    settings,
    onHours,
    offHours,
    maxOverride,
    onDemand,
    dryRun,
    excluded,
    pricePerReplicaHour,
  } = target;
  const timeZone = target.calendar.zone.name;
  return {
    settings,
    onHours,
    offHours,
    maxOverride,
    timeZone,
    onDemand,
    dryRun,
    excluded,
    pricePerReplicaHour,
    overrides: overrides.filter((override) => override.target === target.name),
  };
}
