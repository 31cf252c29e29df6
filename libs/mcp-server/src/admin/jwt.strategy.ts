import type { KeyObject } from 'node:crypto';
import { presentedCredential, type CredentialedRequest, type TokenVerifier } from '@repo/auth';
import { Strategy, type StrategyOptionsWithoutRequest } from 'passport-jwt';

type Claims = Parameters<TokenVerifier['callerOf']>[0];

/**
 * passport-jwt with the keys of the trusted issuers: the key of a token is looked up by `iss`, `kid`
 * and `alg`, and is for that one algorithm. It checks the signature; claims are `TokenVerifier`'s.
 */
export class JwtStrategy extends Strategy {
  constructor(tokens: TokenVerifier) {
    const options: StrategyOptionsWithoutRequest = {
      algorithms: ['HS256', 'RS256', 'ES256'],
      jwtFromRequest: ({ headers }: CredentialedRequest) => presentedCredential(headers) ?? null,
      // The parsed key: as text it would be parsed at each request. Typed as text only.
      secretOrKeyProvider: (_request, token: string, done) =>
        void tokens.keyOf(token).then(({ key }) => done(null, key as KeyObject & string), done),
      // By the clock of this process and with its tolerance, after the signature.
      ignoreExpiration: true,
      jsonWebTokenOptions: { ignoreNotBefore: true },
    };
    super(options, (claims: Claims, done) => done(null, claims));
  }

  /**
   * The claims of the token that a request presents, if its signature is good.
   *
   * @throws {Error} it is not
   */
  claimsOf(request: CredentialedRequest): Promise<Claims> {
    return new Promise((success, fail) => {
      // One object for each request, as Passport does it: a strategy tells its result by methods.
      const attempt = Object.assign(Object.create(this) as this, { success, fail, error: fail });
      attempt.authenticate(request as Parameters<this['authenticate']>[0], {});
    });
  }
}
