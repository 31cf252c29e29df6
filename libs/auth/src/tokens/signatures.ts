import type { KeyObject } from 'node:crypto';
import { messageOf } from '@repo/foundation';
import { Passport } from 'passport';
import { Strategy as JwtStrategy } from 'passport-jwt';
import type { VerificationKey } from '../keys/verification-key';
import { Ed25519Strategy, type TokenRequest } from './ed25519.strategy';
import { TokenFault } from './json-token';

type Claims = Readonly<Record<string, unknown>>;

/**
 * Checks signatures with passport's strategies, one for each algorithm, of which each takes nothing
 * else: the key decides, never the token's header. A `Passport` of its own, since the global one is
 * shared with whatever else a company adds to its fork.
 */
export class Signatures {
  private readonly passport = new Passport();

  /** @param toleranceMs how far clocks may be apart */
  constructor(toleranceMs: number) {
    for (const algorithm of ['HS256', 'RS256', 'ES256'] as const) {
      this.passport.use(algorithm, jwtStrategy(algorithm, toleranceMs));
    }
    this.passport.use('EdDSA', new Ed25519Strategy());
  }

  /** @throws {TokenFault} the signature is not by this key */
  verify(token: string, key: VerificationKey): Promise<Claims> {
    return new Promise((resolve, reject) => {
      const done = (error: unknown, claims?: unknown, fault?: unknown): void => {
        if (claims) return resolve(claims as Claims);
        reject(new TokenFault(messageOf(error ?? fault), { cause: error }));
      };
      const authenticate = this.passport.authenticate(
        key.algorithm,
        { session: false },
        done,
      ) as Middleware;
      authenticate({ token, key }, {}, done);
    });
  }
}

type Middleware = (request: TokenRequest, response: object, next: (error: unknown) => void) => void;

function jwtStrategy(algorithm: 'HS256' | 'RS256' | 'ES256', toleranceMs: number): JwtStrategy {
  return new JwtStrategy(
    {
      algorithms: [algorithm],
      jwtFromRequest: (request) => tokenRequest(request).token,
      // The parsed key: as text it would be parsed at each call. Typed as text only.
      secretOrKeyProvider: (request, _token, done) =>
        done(null, tokenRequest(request).key.key as KeyObject & string),
      jsonWebTokenOptions: { clockTolerance: toleranceMs / 1000 },
    },
    (claims: Claims, done) => done(null, claims),
  );
}

function tokenRequest(request: unknown): TokenRequest {
  return request as TokenRequest;
}
