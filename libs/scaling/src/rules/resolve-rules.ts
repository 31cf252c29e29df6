import { Calendar } from '../schedule/calendar';
import { instantOf } from '../schedule/instant-text';
import type { Override } from '../schedule/override';
import { TimeZone } from '../schedule/time-zone';
import type { Wanted } from '../size';
import { defaultWeek, specialDatesOf, weekOf } from './hours-of';
import { platforms, type PlatformSettings } from './platform-settings';
import type { Rules, TargetRules } from './rules';
import type { OverrideSource, RulesSource, TargetSource } from './rules-schema';

const defaultZone = 'UTC';
const defaultGrace = 10 * 60_000;
const defaultBusyLimit = 30 * 60_000;

/** Fills in the defaults of a file without faults. */
export function resolveRules(source: RulesSource): Rules {
  const zones = new Map(source.targets.map((target) => [target.name, zoneOf(source, target)]));
  return {
    targets: source.targets.map((target) => resolveTarget(source, target)),
    overrides: (source.overrides ?? []).map((override) =>
      resolveOverride(override, zones.get(override.target) ?? TimeZone.named(defaultZone)),
    ),
    currency: source.currency ?? 'USD',
  };
}

/** @param zone whose wall clock a time without an offset is of */
export function resolveOverride(override: OverrideSource, zone: TimeZone): Override {
  return {
    ...override,
    from: instantOf(override.from, zone),
    until: instantOf(override.until, zone),
  };
}

export function zoneOf(
  file: { time_zone?: string | undefined },
  target?: { time_zone?: string | undefined },
): TimeZone {
  return TimeZone.named(target?.time_zone ?? file.time_zone ?? defaultZone);
}

/** None at all, but for workers of a process: one must be left to take the order to come back. */
export function offHoursOf({ platform, off_hours }: TargetSource): Wanted {
  const least = platform === 'process' ? 1 : 0;
  return off_hours ?? { min: least, desired: least, max: least };
}

function resolveTarget(file: RulesSource, target: TargetSource): TargetRules {
  const { holidays, exceptions, hours } = { ...file, ...target };
  return {
    name: target.name,
    settings: settingsOf(target),
    onHours: target.on_hours,
    offHours: offHoursOf(target),
    maxOverride: target.max_override ?? 2 * target.on_hours.max,
    calendar: new Calendar(
      zoneOf(file, target),
      {
        week: weekOf(hours ?? defaultWeek),
        exceptions: (exceptions ?? []).map(specialDatesOf),
        holidays: (holidays ?? []).map(specialDatesOf),
      },
      target.grace ?? file.grace ?? defaultGrace,
    ),
    onDemand: target.on_demand && {
      idle: target.on_demand.idle,
      size: target.on_demand.size ?? target.on_hours,
    },
    stayWhileBusy: target.demand && {
      metricsUrl: target.demand.metrics_url,
      busyAbove: target.demand.busy_above ?? 0,
      limit: target.demand.limit ?? defaultBusyLimit,
    },
    dryRun: target.dry_run ?? file.dry_run ?? false,
    excluded: file.exclusions?.find((exclusion) => exclusion.target === target.name)?.why,
    pricePerReplicaHour: target.price_per_replica_hour,
  };
}

/** Of a target's settings those of its platform. */
function settingsOf(target: TargetSource): PlatformSettings {
  const keys = platforms.find(
    (platform) => platform.shape.platform.value === target.platform,
  )?.shape;
  return Object.fromEntries(
    Object.entries(target).filter(([key]) => keys !== undefined && key in keys),
  ) as PlatformSettings;
}
