import { AuthConfig } from '@repo/config';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { TokenBinding } from '../dpop/token-binding';
import type { ProtectedResource } from '../resource/protected-resource';
import type { Caller } from './caller';
import type { CredentialedRequest } from './credentialed-request';
import { CredentialVerifier } from './credential-verifier';
import { presentedCredential } from './credentials';
import { Revocations } from './revocations';
import { UnauthenticatedError } from './unauthenticated.error';

/**
 * How an endpoint treats credentials.
 *
 * - `off`: looks at none; every caller is anonymous.
 * - `optional`: needs none, but refuses a wrong one: a client that believes to be signed in must not
 *   silently act as somebody else.
 * - `required`: refuses a request without one.
 */
export type AuthDemand = AuthConfig['mcpAuth'];

/** Tells who sends a request. */
@Injectable()
export class Authenticator implements OnModuleInit {
  private verifiers: readonly CredentialVerifier[] = [];
  private revocations: readonly Revocations[] = [];

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly binding: TokenBinding,
  ) {}

  onModuleInit(): void {
    const instances = this.discovery.getProviders().map(({ instance }) => instance as unknown);
    const providers = [...new Set(instances)];
    this.verifiers = providers
      .filter((provider) => provider instanceof CredentialVerifier)
      .sort((a, b) => a.order - b.order);
    this.revocations = providers.filter((provider) => provider instanceof Revocations);
  }

  /**
   * Answers at once for a credential that was verified before. A proof that comes with a token is
   * checked and not yet spent: `Admission` does that, once the request is counted.
   *
   * @returns the caller; undefined for an anonymous one
   * @throws {UnauthenticatedError} with status and headers of the answer; or the promise rejects
   * @throws {UnverifiableError} the credential cannot be judged at the moment
   */
  authenticate(
    request: CredentialedRequest,
    demand: AuthDemand,
    resource: ProtectedResource,
  ): Caller | undefined | Promise<Caller> {
    if (demand === 'off') return undefined;
    const credential = presentedCredential(request.headers);
    if (credential !== undefined) return this.verify(credential, request, resource);
    if (demand === 'required') throw UnauthenticatedError.missing(resource);
    return undefined;
  }

  /** Whether a caller who was let in once may go on: for what lasts longer than a request. */
  isRevoked(caller: Caller): boolean {
    return this.revocations.some((revocations) => revocations.isRevoked(caller));
  }

  /**
   * Lets in a caller whose credential is good, unless it was revoked, or is bound to a key that the
   * request does not prove to have.
   *
   * @throws {UnauthenticatedError} it was, or is; or the promise rejects
   */
  admit(
    caller: Caller,
    request: CredentialedRequest,
    resource: ProtectedResource,
  ): Caller | Promise<Caller> {
    const proved = this.binding.check(caller, request, resource);
    if (proved !== undefined) return proved.then(() => this.admitFrom(0, caller, resource));
    return this.admitFrom(0, caller, resource);
  }

  /** Waits for each of the revocations once, whether or not they know more after that. */
  private admitFrom(
    first: number,
    caller: Caller,
    resource: ProtectedResource,
  ): Caller | Promise<Caller> {
    for (let index = first; index < this.revocations.length; index += 1) {
      const revocations = this.revocations[index]!;
      const known = revocations.whenKnown(caller);
      if (known !== undefined) {
        return known.then(() => {
          refuseRevoked(revocations, caller, resource);
          return this.admitFrom(index + 1, caller, resource);
        });
      }
      refuseRevoked(revocations, caller, resource);
    }
    return caller;
  }

  private verify(
    credential: string,
    request: CredentialedRequest,
    resource: ProtectedResource,
    first = 0,
  ): Caller | Promise<Caller> {
    for (let index = first; index < this.verifiers.length; index += 1) {
      const found = this.verifiers[index]?.verify(credential, resource);
      if (found instanceof Promise) {
        return found.then((caller) =>
          caller === undefined
            ? this.verify(credential, request, resource, index + 1)
            : this.admit(caller, request, resource),
        );
      }
      if (found !== undefined) return this.admit(found, request, resource);
    }
    throw UnauthenticatedError.invalid(resource);
  }
}

function refuseRevoked(
  revocations: Revocations,
  caller: Caller,
  resource: ProtectedResource,
): void {
  if (revocations.isRevoked(caller)) throw UnauthenticatedError.invalid(resource, caller);
}
