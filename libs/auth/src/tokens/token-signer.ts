import { randomUUID } from 'node:crypto';
import { Clock } from '@repo/foundation';
import { Injectable } from '@nestjs/common';
import { OwnIssuer } from './own-issuer';
import { signatureOf } from './signature';

export interface TokenGrant {
  readonly clientId: string;
  /** The user; default the client itself. */
  readonly subject?: string;
  readonly scopes: readonly string[];
  /** The URL of the endpoint that it is for; default all of this server. */
  readonly audience?: string;
  /** Seconds. */
  readonly lifetime: number;
  /** The thumbprint of the key that it is bound to (RFC 9449, section 6.1). */
  readonly boundTo?: string | undefined;
}

/** Signs access tokens of this server (RFC 9068). */
@Injectable()
export class TokenSigner {
  constructor(
    private readonly issuer: OwnIssuer,
    private readonly clock: Clock,
  ) {}

  /** @throws {Error} this server has no key to sign with */
  sign(grant: TokenGrant): string {
    const { clientId, subject = clientId, scopes, audience, lifetime, boundTo } = grant;
    const { signing } = this.issuer.keys;
    if (signing === undefined) throw new Error('This server has no key to sign tokens with.');
    const now = Math.floor(this.clock.now() / 1000);
    const claims = {
      iss: this.issuer.issuer,
      aud: audience ?? this.issuer.issuer,
      sub: subject,
      client_id: clientId,
      scope: scopes.join(' '),
      iat: now,
      exp: now + lifetime,
      jti: randomUUID(),
      ...(boundTo !== undefined && { cnf: { jkt: boundTo } }),
    };
    const header = { alg: signing.algorithm, typ: 'at+jwt', kid: signing.id };
    const signed = `${encode(header)}.${encode(claims)}`;
    return `${signed}.${signatureOf(signed, signing).toString('base64url')}`;
  }
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
