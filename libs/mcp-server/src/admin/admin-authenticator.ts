import {
  Authenticator,
  presentedCredential,
  TokenVerifier,
  UnauthenticatedError,
  UnverifiableError,
  type AuthDemand,
  type Caller,
  type CredentialedRequest,
  type ProtectedResource,
} from '@repo/auth';
import { Injectable, Logger } from '@nestjs/common';
import type { JwtStrategy } from './jwt.strategy';

/** What passport-jwt can check: it knows no EdDSA. */
const PASSPORT_ALGORITHMS: readonly (string | undefined)[] = ['HS256', 'RS256', 'ES256'];

/**
 * Tells who calls the admin API: by passport-jwt for the tokens that it can check, and as at every
 * other endpoint for the rest, which is API keys and tokens signed with EdDSA.
 */
@Injectable()
export class AdminAuthenticator {
  private readonly logger = new Logger(AdminAuthenticator.name);
  private strategy?: JwtStrategy;

  constructor(
    private readonly authenticator: Authenticator,
    private readonly tokens: TokenVerifier,
  ) {}

  /**
   * @returns the caller; undefined for an anonymous one
   * @throws {UnauthenticatedError} or the promise rejects
   * @throws {UnverifiableError} the credential cannot be judged at the moment
   */
  authenticate(
    request: CredentialedRequest,
    demand: AuthDemand,
    resource: ProtectedResource,
  ): Caller | undefined | Promise<Caller> {
    const credential = presentedCredential(request.headers) ?? '';
    const isForPassport = PASSPORT_ALGORITHMS.includes(this.tokens.algorithmOf(credential));
    return isForPassport
      ? this.byPassport(request, resource)
      : this.authenticator.authenticate(request, demand, resource);
  }

  private async byPassport(
    request: CredentialedRequest,
    resource: ProtectedResource,
  ): Promise<Caller> {
    const caller = await this.callerOf(request, resource);
    return this.authenticator.admit(caller, request, resource);
  }

  private async callerOf(
    request: CredentialedRequest,
    resource: ProtectedResource,
  ): Promise<Caller> {
    const strategy = this.loadedStrategy();
    try {
      return this.tokens.callerOf(await strategy.claimsOf(request), resource);
    } catch (error) {
      if (error instanceof UnverifiableError) throw error;
      this.logger.debug(`A token was refused: ${(error as Error).message}`);
      throw UnauthenticatedError.invalid(resource);
    }
  }

  /** Loaded with the first token: no start should wait for it. */
  private loadedStrategy(): JwtStrategy {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- at once, unlike `import()`
    const passport = require('./jwt.strategy') as typeof import('./jwt.strategy');
    this.strategy ??= new passport.JwtStrategy(this.tokens);
    return this.strategy;
  }
}
