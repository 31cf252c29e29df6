import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { AuthConfig } from '@repo/config';
import type { JWK } from 'oidc-provider';
import type { SigningKey } from '../../keys/own-keys';
import type { Seal } from './seal';

interface KeyParts {
  readonly auth: AuthConfig;
  readonly signing: SigningKey;
  readonly seal: Seal;
}

/**
 * The keys of tokens for others. Where this server has a secret alone, one that comes of it: access
 * tokens are signed with the secret, and it signs ID tokens, which MCP does not use.
 */
export function idTokenKeys({ auth, signing, seal }: KeyParts): readonly JWK[] {
  if (auth.privateKeys.length === 0) {
    const der = Buffer.concat([ED25519_PREFIX, seal.keyFor('ID tokens')]);
    return [jwkOf(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }), 'EdDSA')];
  }
  return [{ ...jwkOf(signing.key, signing.algorithm), kid: signing.id }];
}

const jwkOf = (key: KeyObject, alg: string): JWK => ({
  ...key.export({ format: 'jwk' }),
  alg,
  use: 'sig',
});

/** What stands before the 32 bytes of a private key (RFC 8410, section 7). */
const ED25519_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
