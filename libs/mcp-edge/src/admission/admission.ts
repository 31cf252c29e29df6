import {
  Authenticator,
  FailedSignIns,
  presentedCredential,
  RequestLimits,
  TokenBinding,
  UnauthenticatedError,
  type AuthDemand,
  type Caller,
  type CredentialedRequest,
  type ProtectedResource,
} from '@repo/auth';
import { Clock } from '@repo/foundation';
import { Injectable } from '@nestjs/common';
import { ClientAddress, type Arrival } from './client-address';
import { hasExpired } from './expired-token';

/** Tells who sends a request, and lets in what is within the limits. */
@Injectable()
export class Admission {
  constructor(
    private readonly addresses: ClientAddress,
    private readonly authenticator: Authenticator,
    private readonly limits: RequestLimits,
    private readonly signIns: FailedSignIns,
    private readonly binding: TokenBinding,
    private readonly clock: Clock,
  ) {}

  /**
   * Counts the request, against its caller or else its address, and then spends the proof that it may
   * have. A promise only for a credential that was not seen before or needs a proof, where others of the address are being judged, and where other replicas must be
   * heard.
   *
   * @param authenticator what tells the caller, where that is not the server's own
   * @returns undefined for an anonymous caller
   * @throws {UnauthenticatedError} 401; or the promise rejects
   * @throws {UnverifiableError} 503
   * @throws {RateLimitedError} 429
   */
  admit(
    request: Arrival & CredentialedRequest,
    demand: AuthDemand,
    resource: ProtectedResource,
    authenticator: Pick<Authenticator, 'authenticate'> = this.authenticator,
  ): Caller | undefined | Promise<Caller | undefined> {
    const { headers } = request;
    const address = this.addresses.of(request);
    const credential = demand === 'off' ? undefined : presentedCredential(headers);
    if (credential !== undefined) {
      const turn = this.signIns.check(address);
      if (turn !== undefined) {
        return turn.then(() => this.admit(request, demand, resource, authenticator));
      }
    }
    let caller: ReturnType<Authenticator['authenticate']>;
    try {
      caller = authenticator.authenticate(request, demand, resource);
    } catch (error) {
      return this.refuse(error, address, credential);
    }
    if (!(caller instanceof Promise)) return this.count(caller, address);
    const end = this.signIns.begin(address);
    return caller.then(
      (verified) => {
        end();
        return this.countAndSpend(verified, request, address, resource);
      },
      (error: unknown) => {
        const refused = this.refuse(error, address, credential);
        end();
        return refused;
      },
    );
  }

  /**
   * Counts what the body of a request costs that was admitted.
   *
   * @throws {RateLimitedError} 429; or the promise rejects
   */
  admitBody(request: Arrival, caller: Caller | undefined, body: string): void | Promise<void> {
    return this.limits.takeBody(caller, this.addresses.of(request), body.length);
  }

  private count<C extends Caller | undefined>(caller: C, address: string): C | Promise<C> {
    const counted = this.limits.take(caller, address);
    return counted === undefined ? caller : counted.then(() => caller);
  }

  /** What needs a proof has waited for it to be checked. */
  private async countAndSpend(
    caller: Caller,
    request: CredentialedRequest,
    address: string,
    resource: ProtectedResource,
  ): Promise<Caller> {
    await this.count(caller, address);
    try {
      await this.binding.spend(request, caller, resource);
    } catch (error) {
      return this.refuse(error, address);
    }
    return caller;
  }

  /** A request without an admitted caller counts against its address, unless it shows who sent it. */
  private async refuse(error: unknown, address: string, credential?: string): Promise<never> {
    const isRefused = error instanceof UnauthenticatedError;
    if (isRefused && error.caller !== undefined) {
      await this.limits.takeOfEnded(error.caller);
      throw error;
    }
    // A token that was good once is no guess: its client will get another.
    const isGuess = credential !== undefined && !hasExpired(credential, this.clock.now());
    if (isGuess && isRefused) this.signIns.failed(address);
    await this.limits.take(undefined, address);
    throw error;
  }
}
