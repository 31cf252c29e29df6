import type { AuthConfig } from '@acme/config';
import { sharedSecret } from './cluster/shared-secret';

/**
 * The secret under which `requestState` travels through clients: that of the tokens, which all
 * replicas share. Only an api that leaves signing to an outside identity provider has none; then its
 * worker processes share one of their own, and a call that asks for input must be continued at the
 * replica where it began.
 */
export function stateSecret({ jwtSecret }: AuthConfig): string {
  return jwtSecret ?? sharedSecret;
}

/** What the log of the start should say of it. */
export function stateSecretWarnings({ jwtSecret }: AuthConfig): readonly string[] {
  if (jwtSecret !== undefined) return [];
  return [
    'JWT_SECRET is not set: a call that asks for input can only be continued at the replica where it began.',
  ];
}
