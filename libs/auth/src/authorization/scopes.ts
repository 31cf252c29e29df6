import type { Access } from '@acme/mcp-core';
import type { Caller } from '../authentication/caller';

/** A caller that has this scope has all of them. */
export const ALL_SCOPES = '*';

/** What a feature asks for in scopes. */
export type ScopeNeed = Pick<Access, 'scopes' | 'anyScope'>;

/** Whether a caller has all of `scopes` and one of `anyScope`, as far as there are any. */
export function hasScopes(
  caller: Pick<Caller, 'scopes'> | undefined,
  { scopes, anyScope }: ScopeNeed,
): boolean {
  if (scopes.length === 0 && anyScope.length === 0) return true;
  const held = caller?.scopes ?? [];
  if (held.includes(ALL_SCOPES)) return true;
  const holds = (scope: string) => held.includes(scope);
  return scopes.every(holds) && (anyScope.length === 0 || anyScope.some(holds));
}

/**
 * What a client should ask for to be let in: all that is needed at once, whatever it holds already
 * (2026-07-28, Server Scope Management). Of those of which one is enough, the first.
 */
export function scopesToAskFor({ scopes, anyScope }: ScopeNeed): readonly string[] {
  return [...new Set([...scopes, ...anyScope.slice(0, 1)])];
}
