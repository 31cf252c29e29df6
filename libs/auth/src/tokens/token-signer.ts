import { randomUUID, sign } from 'node:crypto';
import { Clock } from '@repo/foundation';
import { Injectable } from '@nestjs/common';
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
    const { algorithm } = signing;
    return algorithm === 'EdDSA'
      ? signEd25519(claims, signing)
      : signByLibrary(claims, { ...signing, algorithm });
  }
}

type LibraryKey = SigningKey & { readonly algorithm: Exclude<SigningKey['algorithm'], 'EdDSA'> };

function signByLibrary(claims: object, { algorithm, key, id }: LibraryKey): string {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- no start waits for it
  const jwt = require('jsonwebtoken') as typeof import('jsonwebtoken');
  return jwt.sign(claims, key, { algorithm, header: { alg: algorithm, typ: TYPE, kid: id } });
}

/** What `jsonwebtoken` cannot (RFC 8037). */
function signEd25519(claims: object, { key, id }: SigningKey): string {
  const input = [{ alg: 'EdDSA', typ: TYPE, kid: id }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}`;
}
