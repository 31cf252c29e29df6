import { overrideFaults } from '../schedule/override';
import { sizeText, type Wanted } from '../size';
import { hoursFaults } from './hours-faults';
import { timeZone } from './hours-schema';
import { impossibleSize } from './impossible-size';
import { offHoursOf, resolveOverride, zoneOf } from './resolve-rules';
import { exclusion, override, target, type TargetSource } from './rules-schema';
import type { RulesFault } from './rules-fault';
import { isObject } from '@repo/foundation';
import { samePlaceFaults } from './same-place';
import { sound, soundItems } from './sound';
import type { YamlSource } from './yaml-source';

/**
 * What is wrong between the parts of a file. Each part that has its form is looked at, whatever
 * is wrong with the others, so that all faults are told at once.
 */
export function ruleFaults(source: YamlSource, value: unknown, now: number): RulesFault[] {
  if (!isObject(value)) return [];
  const targets = Array.isArray(value['targets']) ? (value['targets'] as unknown[]) : [];
  const soundTargets = soundItems(target, targets);
  return [
    ...hoursFaults(source, [], value),
    ...targets.flatMap((entry, index) =>
      isObject(entry) ? hoursFaults(source, ['targets', index], entry) : [],
    ),
    ...duplicates(source, targets),
    ...soundTargets.flatMap(({ index, item }) => sizeFaults(source, index, item)),
    ...samePlaceFaults(source, soundTargets),
    ...unknownExclusions(source, value['exclusions'], namesOf(targets)),
    ...faultyOverrides(source, value, now),
  ];
}

function duplicates(source: YamlSource, targets: readonly unknown[]): RulesFault[] {
  const names = new Set<string>();
  return targets.flatMap((entry, index) => {
    const name = isObject(entry) ? entry['name'] : undefined;
    if (typeof name !== 'string') return [];
    if (!names.has(name)) return names.add(name) && [];
    return [source.fault(['targets', index, 'name'], `a target named "${name}" stands above`)];
  });
}

function sizeFaults(source: YamlSource, index: number, item: TargetSource): RulesFault[] {
  const sizes: [string[], Wanted | undefined][] = [
    [['on_hours'], item.on_hours],
    [['off_hours'], offHoursOf(item)],
    [['on_demand', 'size'], item.on_demand?.size],
  ];
  const impossible = sizes.flatMap(([path, size]) => {
    const message = size && impossibleSize(item, size);
    return message === undefined ? [] : [source.fault(['targets', index, ...path], message)];
  });
  return isAbove(offHoursOf(item), item.on_hours)
    ? [
        ...impossible,
        source.fault(
          ['targets', index, 'off_hours'],
          `off hours are larger than on hours (${sizeText(offHoursOf(item))} above ${sizeText(item.on_hours)}): neither min, desired nor max may be above that of on_hours`,
        ),
      ]
    : impossible;
}

function isAbove(off: Wanted, on: Wanted): boolean {
  const isMore = off.desired !== undefined && on.desired !== undefined && off.desired > on.desired;
  return isMore || off.min > on.min || off.max > on.max;
}

function unknownExclusions(
  source: YamlSource,
  value: unknown,
  names: ReadonlySet<string>,
): RulesFault[] {
  return soundItems(exclusion, value).flatMap(({ index, item }) =>
    names.has(item.target)
      ? []
      : [source.fault(['exclusions', index, 'target'], `no target is named "${item.target}"`)],
  );
}

function faultyOverrides(
  source: YamlSource,
  value: Readonly<Record<string, unknown>>,
  now: number,
): RulesFault[] {
  const targets = Array.isArray(value['targets']) ? (value['targets'] as unknown[]) : [];
  const names = namesOf(targets);
  const entries = new Map(targets.filter(isObject).map((entry) => [entry['name'], entry]));
  return soundItems(override, value['overrides']).flatMap(({ index, item }) => {
    const entry = entries.get(item.target);
    const zone = zoneOf(
      { time_zone: sound(timeZone, value['time_zone']) },
      { time_zone: sound(timeZone, entry?.['time_zone']) },
    );
    const resolved = resolveOverride(item, zone);
    const ended = resolved.from < resolved.until && resolved.until <= now && names.has(item.target);
    const settings = sound(target, entry);
    const limit = settings?.max_override;
    return overrideFaults(resolved, names, now, settings, limit).map((message) =>
      source.fault(['overrides', index], message, ended ? 'OVERRIDE_ENDED' : 'RULE'),
    );
  });
}

function namesOf(targets: readonly unknown[]): ReadonlySet<string> {
  return new Set(
    targets.flatMap((entry) =>
      isObject(entry) && typeof entry['name'] === 'string' ? [entry['name']] : [],
    ),
  );
}
