import { randomUUID, sign } from 'node:crypto';
import { Clock } from '@acme/mcp-core';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import type { SigningKey } from '../keys/own-keys';
import { OwnIssuer } from './own-issuer';

export interface TokenGrant {
  readonly clientId: string;
  /** The user; default the client itself. */
  readonly subject?: string;
  readonly scopes: readonly string[];
  /** The URL of the endpoint that it is for; default all of this server. */
  readonly audience?: string;
  /** Seconds. */
  readonly lifetime: number;
}

const TYPE = 'at+jwt';

/** Signs access tokens of this server (RFC 9068). */
@Injectable()
export class TokenSigner {
  constructor(
    private readonly issuer: OwnIssuer,
    private readonly jwt: JwtService,
    private readonly clock: Clock,
  ) {}

  /** @throws {Error} this server has no key to sign with */
  sign({ clientId, subject = clientId, scopes, audience, lifetime }: TokenGrant): string {
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
    };
    return signing.algorithm === 'EdDSA'
      ? signEd25519(claims, signing)
      : this.signed(claims, signing);
  }

  private signed(claims: object, { algorithm, key, id }: SigningKey): string {
    return this.jwt.sign(claims, {
      algorithm: algorithm as Exclude<typeof algorithm, 'EdDSA'>,
      privateKey: key,
      header: { alg: algorithm, typ: TYPE, kid: id },
    });
  }
}

/** What `jsonwebtoken` cannot (RFC 8037). */
function signEd25519(claims: object, { key, id }: SigningKey): string {
  const input = [{ alg: 'EdDSA', typ: TYPE, kid: id }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}`;
}
