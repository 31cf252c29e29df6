import { overrideFaults } from '../schedule/override';
import type { Wanted } from '../size';
import { hoursFaults } from './hours-faults';
import { timeZone } from './hours-schema';
import { impossibleSize } from './impossible-size';
import { offHoursOf, resolveOverride, zoneOf } from './resolve-rules';
import { exclusion, override, target, type TargetSource } from './rules-schema';
import type { RulesFault } from './rules-fault';
import { isObject } from '@repo/foundation';
import { sound, soundItems } from './sound';
import type { YamlSource } from './yaml-source';

/**
 * What is wrong between the parts of a file. Each part that has its form is looked at, whatever
 * is wrong with the others, so that all faults are told at once.
 */
export function ruleFaults(source: YamlSource, value: unknown, now: number): RulesFault[] {
  if (!isObject(value)) return [];
  const targets = Array.isArray(value['targets']) ? (value['targets'] as unknown[]) : [];
  return [
    ...hoursFaults(source, [], value),
    ...targets.flatMap((entry, index) =>
      isObject(entry) ? hoursFaults(source, ['targets', index], entry) : [],
    ),
    ...duplicates(source, targets),
    ...soundItems(target, targets).flatMap(({ index, item }) => sizeFaults(source, index, item)),
    ...unknownExclusions(source, value['exclusions'], namesOf(targets)),
    ...faultyOverrides(source, value, now),
  ];
}

function duplicates(source: YamlSource, targets: readonly unknown[]): RulesFault[] {
  const names = targets.map((entry) => (isObject(entry) ? entry['name'] : undefined));
  return names.flatMap((name, index) =>
    typeof name === 'string' && names.indexOf(name) < index
      ? [source.fault(['targets', index, 'name'], `a target named "${name}" stands above`)]
      : [],
  );
}

function sizeFaults(source: YamlSource, index: number, item: TargetSource): RulesFault[] {
  const sizes: [string[], Wanted | undefined][] = [
    [['on_hours'], item.on_hours],
    [['off_hours'], offHoursOf(item)],
    [['on_demand', 'size'], item.on_demand?.size],
  ];
  return sizes.flatMap(([path, size]) => {
    const message = size && impossibleSize(item, size);
    return message === undefined ? [] : [source.fault(['targets', index, ...path], message)];
  });
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
  return soundItems(override, value['overrides']).flatMap(({ index, item }) => {
    const entry = targets.filter(isObject).find(({ name }) => name === item.target);
    const zone = zoneOf(
      { time_zone: sound(timeZone, value['time_zone']) },
      { time_zone: sound(timeZone, entry?.['time_zone']) },
    );
    const resolved = resolveOverride(item, zone);
    const ended = resolved.from < resolved.until && resolved.until <= now && names.has(item.target);
    const settings = sound(target, entry);
    return overrideFaults(resolved, names, now, settings).map((message) =>
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
