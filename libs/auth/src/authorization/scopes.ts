import type { Access } from '@repo/mcp-core';
import type { Caller } from '../authentication/caller';

/** A caller that has this scope has all of them. */
const ALL_SCOPES = '*';

/** What ends the name of a scope that stands for all that begin with the rest of it. */
const WILDCARD = ':*';

/** What begins the name of a scope that stands for all that end with the rest of it. */
const WILDCARD_FIRST = '*:';

/** What a feature asks for in scopes. */
export type ScopeNeed = Pick<Access, 'scopes' | 'anyScope'>;

/** Whether a caller has all of `scopes` and one of `anyScope`, as far as there are any. */
export function hasScopes(
  caller: Pick<Caller, 'scopes'> | undefined,
  { scopes, anyScope }: ScopeNeed,
): boolean {
  if (scopes.length === 0 && anyScope.length === 0) return true;
  const held = caller?.scopes ?? [];
  const holds = (scope: string) => hasScope(held, scope);
  return scopes.every(holds) && (anyScope.length === 0 || anyScope.some(holds));
}

/**
 * Whether a scope is among those that are held: by its name, as one of `invoices:*` or `*:read`, or as
 * one of all, `*`. A wildcard that is asked for is held by itself or by a wider one.
 */
export function hasScope(held: readonly string[], scope: string): boolean {
  if (held.includes(scope) || held.includes(ALL_SCOPES)) return true;
  return held.some((one) => {
    if (one.endsWith(WILDCARD)) return scope.startsWith(one.slice(0, -1));
    return one.startsWith(WILDCARD_FIRST) && scope.endsWith(one.slice(1));
  });
}

/** Whether it stands for more than itself. */
export function isWildcard(scope: string): boolean {
  return scope === ALL_SCOPES || scope.endsWith(WILDCARD) || scope.startsWith(WILDCARD_FIRST);
}

/**
 * What a client should ask for to be let in: all that is needed at once, whatever it holds already
 * (2026-07-28, Server Scope Management). Of those of which one is enough, the first.
 */
export function scopesToAskFor({ scopes, anyScope }: ScopeNeed): readonly string[] {
  return [...new Set([...scopes, ...anyScope.slice(0, 1)])];
}
