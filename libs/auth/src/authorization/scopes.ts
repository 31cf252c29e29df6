import type { Caller } from '../authentication/caller';

/** A caller that has this scope has all of them. */
const ALL = '*';

/** The scopes that a caller lacks of those that are needed. */
export function missingScopes(
  needed: readonly string[],
  caller: Caller | undefined,
): readonly string[] {
  if (needed.length === 0) return needed;
  const held = caller?.scopes ?? [];
  return held.includes(ALL) ? [] : needed.filter((scope) => !held.includes(scope));
}
