import type { Client } from '@repo/mcp-core';

/** A verified caller: the SDK's `AuthInfo`, which tools find in their context as `auth`. */
export type Caller = NonNullable<Client['auth']>;

/** What is known of a caller beside client and scopes; `Caller['extra']`. */
export interface Identity {
  /** The user, or the client itself where it acts for none. */
  readonly subject: string;
  /** Who says so. */
  readonly issuer: string;
  /** All claims of the token. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/**
 * A caller that requests may share: nothing of it can be changed. The credential is not in it: tools
 * and logs see this object, and must not be able to hand on what they were called with.
 */
export function frozenCaller(
  caller: Omit<Caller, 'token' | 'scopes' | 'extra'> & { scopes: readonly string[] },
  identity?: Identity,
): Caller {
  const scopes = Object.freeze([...caller.scopes]) as string[];
  const extra = identity === undefined ? undefined : deepFreeze({ ...identity });
  return Object.freeze({ ...caller, token: '', scopes, ...(extra && { extra }) });
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}
