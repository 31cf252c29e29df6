import { verify } from 'node:crypto';
import { Strategy } from 'passport';
import type { VerificationKey } from '../keys/verification-key';
import { readToken } from './json-token';

/** What the strategies take for a request: they see the token and the one key that it is checked by. */
export interface TokenRequest {
  readonly token: string;
  readonly key: VerificationKey;
}

/** What passport-jwt cannot: its `jsonwebtoken` knows no EdDSA (RFC 8037). */
export class Ed25519Strategy extends Strategy {
  override authenticate(request: unknown): void {
    const { token, key } = request as TokenRequest;
    const end = token.lastIndexOf('.');
    const signature = Buffer.from(token.slice(end + 1), 'base64url');
    const { algorithm, claims } = readToken(token);
    const isGood =
      algorithm === 'EdDSA' && verify(null, Buffer.from(token.slice(0, end)), key.key, signature);
    if (isGood) this.success(claims);
    else this.fail('invalid signature', 401);
  }
}
