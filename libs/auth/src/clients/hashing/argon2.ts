import { randomBytes } from 'node:crypto';
import type { argon2id, argon2Verify } from 'hash-wasm';

/** A function of `hash-wasm` with its parameters: something that a thread can be sent. */
export type Argon2Call =
  | { readonly name: 'argon2id'; readonly options: Parameters<typeof argon2id>[0] }
  | { readonly name: 'argon2Verify'; readonly options: Parameters<typeof argon2Verify>[0] };

/** What OWASP's Password Storage Cheat Sheet asks for: 19 MiB, two passes, one lane. */
const PARAMETERS = { memorySize: 19_456, iterations: 2, parallelism: 1, hashLength: 32 };

/**
 * Fits no secret, and takes as long to find that out as any other: for ids that nobody has, so that
 * the time of an answer tells nobody which ids there are.
 */
export const DUMMY_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$3UGnq7o4IzuICjM5Bvo88Q$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

/** Results in a PHC string, which holds parameters and salt. */
export function hashing(secret: string): Argon2Call {
  const salt = randomBytes(16);
  const options = { ...PARAMETERS, password: secret, salt, outputType: 'encoded' } as const;
  return { name: 'argon2id', options };
}

/** Results in whether the secret is the one of the PHC string. */
export function verifying(secret: string, hash: string): Argon2Call {
  return { name: 'argon2Verify', options: { password: secret, hash } };
}
