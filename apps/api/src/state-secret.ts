import { randomBytes } from 'node:crypto';
import type { AuthConfig } from '@acme/config';

/**
 * The secret under which `requestState` travels through clients: that of the tokens, which all
 * replicas share. Only an api that leaves signing to an outside identity provider has none; then a
 * call that asks for input must be continued at the replica where it began.
 */
export function stateSecret({ jwtSecret }: AuthConfig): string {
  return jwtSecret ?? randomBytes(32).toString('base64url');
}

/** What the log of the start should say of it. */
export function stateSecretWarnings({ jwtSecret }: AuthConfig): readonly string[] {
  if (jwtSecret !== undefined) return [];
  return [
    'JWT_SECRET is not set: a call that asks for input can only be continued at the replica where it began.',
  ];
}
