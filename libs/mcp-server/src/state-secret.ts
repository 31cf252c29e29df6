import { hkdfSync, type KeyObject } from 'node:crypto';
import type { AuthConfig } from '@repo/config';
import { sharedSecret } from './cluster/shared-secret';

/**
 * The secret under which `requestState` travels through clients: made of what signs the tokens, which
 * all replicas share. Only an api that leaves signing to an outside identity provider has none; then
 * its worker processes share one of their own, and a call that asks for input must be continued at
 * the replica where it began.
 */
export function stateSecret({ jwtSecret, jwtSecretGenerated, privateKeys }: AuthConfig): string {
  const [signing] = privateKeys;
  if (jwtSecret !== undefined && !(jwtSecretGenerated && signing)) return jwtSecret;
  return signing === undefined ? sharedSecret : secretOf(signing);
}

/** What the log of the start should say of it. */
export function stateSecretWarnings({ jwtSecret, privateKeys }: AuthConfig): readonly string[] {
  if (jwtSecret !== undefined || privateKeys.length > 0) return [];
  return [
    'Neither JWT_SECRET nor JWT_PRIVATE_KEY is set: a call that asks for input can only be continued at the replica where it began.',
  ];
}

/** A secret for this use alone, by HKDF (RFC 5869): nobody who learns it learns the key. */
function secretOf(key: KeyObject): string {
  const bytes = key.export({ format: 'der', type: 'pkcs8' });
  return Buffer.from(hkdfSync('sha256', bytes, '', 'mcp state secret', 48)).toString('base64url');
}
