import { createHash, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import type { AuthConfig } from '@repo/config';
import { pick, type KeySet } from './key-set';
import type { Algorithm, VerificationKey } from './verification-key';

export interface SigningKey {
  readonly id: string | undefined;
  readonly algorithm: Algorithm;
  /** Private, or the shared secret. */
  readonly key: KeyObject;
}

/** A public key as others get it (RFC 7517). */
export type PublishedKey = Readonly<Record<string, string | undefined>>;

/**
 * The keys of this server: private ones, or else the one secret. Never both, so that no token can be
 * checked by another kind of key than it was signed with.
 */
export class OwnKeys implements KeySet {
  readonly revision = 0;
  /** Undefined where this server signs nothing. */
  readonly signing: SigningKey | undefined;
  /** What `/.well-known/jwks.json` shows; a secret is not shown. */
  readonly published: readonly PublishedKey[];
  private readonly verifying: readonly VerificationKey[];

  constructor({ privateKeys, jwtSecret }: Pick<AuthConfig, 'privateKeys' | 'jwtSecret'>) {
    const pairs = privateKeys.map(toPair);
    const secret = jwtSecret === undefined ? undefined : fromSecret(jwtSecret);
    this.published = pairs.map(({ published }) => published);
    this.signing = pairs[0]?.signing ?? secret;
    this.verifying =
      pairs.length > 0 ? pairs.map(({ verifying }) => verifying) : secret ? [secret] : [];
  }

  find(id: string | undefined, algorithm: Algorithm): VerificationKey | undefined {
    return pick(this.verifying, id, algorithm);
  }
}

function fromSecret(secret: string): SigningKey {
  return { id: undefined, algorithm: 'HS256', key: createSecretKey(Buffer.from(secret)) };
}

function toPair(key: KeyObject) {
  const publicKey = createPublicKey(key);
  const jwk = publicKey.export({ format: 'jwk' }) as Record<string, string>;
  const algorithm = ALGORITHM_OF[key.asymmetricKeyType ?? ''] ?? 'RS256';
  const id = thumbprint(jwk);
  return {
    signing: { id, algorithm, key },
    verifying: { id, algorithm, key: publicKey },
    published: { ...jwk, kid: id, use: 'sig', alg: algorithm },
  };
}

const ALGORITHM_OF: Readonly<Record<string, Algorithm>> = { ec: 'ES256', ed25519: 'EdDSA' };

/** The same on every replica (RFC 7638): its members in the order of their names. */
function thumbprint({ crv, e, kty, n, x, y }: Record<string, string>): string {
  return createHash('sha256').update(JSON.stringify({ crv, e, kty, n, x, y })).digest('base64url');
}
