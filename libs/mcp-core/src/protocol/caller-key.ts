import { principalOf, type Client } from './client';
import { counterKey } from './counter-key';

type Auth = NonNullable<Client['auth']>;

/** Callers are frozen, and shared by the requests of one credential. */
const keys = new WeakMap<Auth, string>();

/** The key under which a caller is counted: the same for all its tokens, and on all replicas. */
export function callerKey(auth: Auth): string {
  let key = keys.get(auth);
  if (key === undefined) {
    key = counterKey('caller', principalOf(auth));
    keys.set(auth, key);
  }
  return key;
}

/** The key of an anonymous caller. */
export function addressKey(address: string): string {
  return `address:${address}`;
}

/**
 * Whom to count a request against: its caller, wherever that is, so that a good client is not limited
 * by its neighbours; else its address.
 *
 * @returns undefined on stdio, where there is one client
 */
export function countedAs({ auth, address }: Pick<Client, 'auth' | 'address'>): string | undefined {
  if (auth !== undefined) return callerKey(auth);
  return address === undefined ? undefined : addressKey(address);
}
