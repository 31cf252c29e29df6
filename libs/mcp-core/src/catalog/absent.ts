import type { InjectionToken } from '@nestjs/common';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper';

/** The tokens of providers that stand for what a host does not have, and what that is in words. */
export type Absent = ReadonlyMap<InjectionToken, string>;

/**
 * What of it a provider depends on, directly or by another provider.
 *
 * @param seen providers that were looked at before
 */
export function absentIn(
  absent: Absent,
  wrapper: InstanceWrapper,
  seen = new Set<InstanceWrapper>(),
): string | undefined {
  if (seen.has(wrapper)) return undefined;
  seen.add(wrapper);
  const properties = wrapper.getPropertiesMetadata() ?? [];
  const needed = [
    ...(wrapper.getCtorMetadata() ?? []),
    ...properties.map((property) => property.wrapper),
  ];
  for (const one of needed) {
    const found = absent.get(one.token) ?? absentIn(absent, one, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}
