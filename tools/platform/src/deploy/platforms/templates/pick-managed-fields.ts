import { isObject } from '@repo/foundation';

/**
 * The part of what is there that a template speaks of: platforms add fields of their own, which are
 * no difference. Things with names are found by name.
 */
export function pickManagedFields(there: unknown, template: unknown): unknown {
  if (isObject(template) && isObject(there)) {
    return Object.fromEntries(
      Object.entries(template)
        .filter(([key]) => key in there)
        .map(([key, value]) => [key, pickManagedFields(there[key], value)]),
    );
  }
  if (Array.isArray(template) && Array.isArray(there)) {
    return there.map((item: unknown, index): unknown => {
      const name = isObject(item) ? item['name'] : undefined;
      const same = (template as unknown[]).find(
        (one) => isObject(one) && one['name'] === name && name,
      );
      return pickManagedFields(item, same ?? (template as unknown[])[index]);
    });
  }
  return there;
}
