import { isObject } from '@repo/foundation';

/**
 * The value of a claim, or of one inside of others: `realm_access.roles`. A dot that belongs to a name
 * needs no escape (`https://example.com/roles`): the whole text is tried as a name first, and then
 * each way to cut it.
 */
export function claimAt(claims: unknown, path: string): unknown {
  if (!isObject(claims)) return undefined;
  if (Object.hasOwn(claims, path)) return claims[path];
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const name = path.slice(0, dot);
    const inner = Object.hasOwn(claims, name) ? claims[name] : undefined;
    const value = claimAt(inner, path.slice(dot + 1));
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The first of these claims that is a text which says something. */
export function textAt(claims: unknown, paths: readonly string[]): string | undefined {
  return paths
    .map((path) => claimAt(claims, path))
    .find((value): value is string => typeof value === 'string' && value !== '');
}

/** All texts of these claims: of a list its entries, of a text itself or, if it may be cut, its words. */
export function textsAt(
  claims: unknown,
  paths: readonly string[],
  cut: 'words' | 'whole',
): readonly string[] {
  return paths.flatMap((path) => {
    const value = claimAt(claims, path);
    if (typeof value === 'string')
      return cut === 'words' ? value.split(' ').filter(Boolean) : [value];
    return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
  });
}
