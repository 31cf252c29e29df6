import type { Caller } from '../authentication/caller';

/**
 * What the token of a caller is bound to, as its `cnf` says (RFC 7800); undefined for one that is good
 * for whoever has it.
 */
export function bindingOf({ extra }: Caller): unknown {
  const claims = extra?.['claims'] as { readonly cnf?: unknown } | undefined;
  return claims?.cnf;
}
