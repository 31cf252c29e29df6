import { hash } from 'node:crypto';

/** Characters. Longer names are hashed, so that what is kept of a caller is bounded. */
const MAX_LENGTH = 64;

/** A key for counters: of bounded length, and nothing but visible ASCII, whatever the name holds. */
export function counterKey(kind: string, name: string): string {
  const isPlain = name.length <= MAX_LENGTH && /^[\x21-\x7e]*$/.test(name);
  return `${kind}:${isPlain ? name : `sha256-${hash('sha256', name, 'base64url')}`}`;
}
