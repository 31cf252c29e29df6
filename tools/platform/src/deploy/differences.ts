import { isObject } from '@repo/foundation';

/**
 * What differs between two values of JSON, one line each: `path: before → after`. Lists of things
 * with names are compared name by name.
 */
export function differences(before: unknown, after: unknown, path = ''): string[] {
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return keys.flatMap((key) =>
      differences(before[key], after[key], path === '' ? key : `${path}.${key}`),
    );
  }
  if (isNamedList(before) && isNamedList(after)) {
    return differences(byName(before), byName(after), path);
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, index) => differences(item, after[index], `${path}[${index}]`));
  }
  const [from, to] = [JSON.stringify(before), JSON.stringify(after)];
  return from === to ? [] : [`${path}: ${from ?? 'nothing'} → ${to ?? 'nothing'}`];
}

interface Named {
  readonly name: string;
}

const isNamedList = (value: unknown): value is Named[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((item) => isObject(item) && typeof item['name'] === 'string');

const byName = (list: readonly Named[]) =>
  Object.fromEntries(list.map((item) => [item.name, item]));

/**
 * The part of a live object that a template manages: platforms add fields of their own, which are
 * no difference. Things with names are found by name.
 */
export function pickManagedFields(live: unknown, template: unknown): unknown {
  if (isObject(template) && isObject(live)) {
    return Object.fromEntries(
      Object.entries(template)
        .filter(([key]) => key in live)
        .map(([key, value]) => [key, pickManagedFields(live[key], value)]),
    );
  }
  if (Array.isArray(template) && Array.isArray(live)) {
    return live.map((item: unknown, index): unknown => {
      const name = isObject(item) ? item['name'] : undefined;
      const same = (template as unknown[]).find(
        (one) => isObject(one) && one['name'] === name && name,
      );
      return pickManagedFields(item, same ?? (template as unknown[])[index]);
    });
  }
  return live;
}
