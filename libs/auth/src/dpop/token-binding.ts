import { Clock, isObject } from '@repo/foundation';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../authentication/caller';
import type { CredentialedRequest } from '../authentication/credentialed-request';
import { isDpopScheme, presentedCredential } from '../authentication/credentials';
import { UnauthenticatedError } from '../authentication/unauthenticated.error';
import { SeenOnce } from '../replay/seen-once';
import type { ProtectedResource } from '../resource/protected-resource';
import { bindingOf } from './bound-caller';
import { checkProof, ProofFault, type Proof } from './proof';

/**
 * Holds a token that is bound to a key to whoever has the key (RFC 9449, section 7): a stolen one
 * alone is worth nothing. Whoever calls with a token that is not bound pays nothing for it.
 */
@Injectable()
export class TokenBinding {
  /** Of requests that were let in, until they are spent. */
  private readonly proofs = new WeakMap<object, Proof>();

  constructor(
    private readonly seen: SeenOnce,
    private readonly clock: Clock,
  ) {}

  /**
   * Checks that a request has the proof that its caller's token asks for, but for whether that was
   * used before: see `spend`.
   *
   * @returns undefined where nothing has to be proved
   * @throws {UnauthenticatedError} it has none, or a wrong one; or the promise rejects
   */
  check(
    caller: Caller,
    request: CredentialedRequest,
    resource: ProtectedResource,
  ): Promise<void> | undefined {
    const { headers } = request;
    const claims = caller.extra?.['claims'] as { readonly iss?: unknown } | undefined;
    const binding = bindingOf(caller);
    const isDpop = isDpopScheme(headers.authorization);
    if (binding === undefined) {
      // Keys of clients are no access tokens.
      if (!isDpop && !(resource.requiresBoundTokens && claims?.iss !== undefined)) return undefined;
      throw refused('The token is not bound to a key.', resource, caller);
    }
    if (!isDpop) {
      throw refused('The token is bound to a key: send it with a DPoP proof.', resource, caller);
    }
    const thumbprint = thumbprintIn(binding);
    if (thumbprint === undefined) {
      throw refused('The token is bound in a way that is not known here.', resource, caller);
    }
    return this.prove(thumbprint, caller, request, resource);
  }

  /**
   * Spends the proof of a request that was let in, after it was counted: whoever floods makes nobody
   * remember anything.
   *
   * @returns undefined where it has none
   * @throws {UnauthenticatedError} the promise rejects: it was spent before, on whatever replica
   * @throws {UnverifiableError} the same, where nobody can tell at the moment
   */
  spend(
    { headers }: CredentialedRequest,
    caller: Caller | undefined,
    resource: ProtectedResource,
  ): Promise<void> | undefined {
    if (headers['dpop'] === undefined) return undefined;
    const proof = this.proofs.get(headers);
    if (proof === undefined) return undefined;
    this.proofs.delete(headers);
    return this.seen.take('proof', proof.id, proof.endsAt).then((isNew) => {
      if (isNew) return;
      throw UnauthenticatedError.unproven('The DPoP proof was used before.', resource, caller);
    });
  }

  /**
   * The key that a token is to be bound to which is asked for with a proof (RFC 9449, section 5). It
   * is spent: to be asked last.
   *
   * @param url where the token is asked for
   * @returns its thumbprint; undefined where there is no proof
   * @throws {ProofFault} it is not good, or was used before
   * @throws {UnverifiableError} nobody can tell at the moment
   */
  async keyFor(
    header: string | readonly string[] | undefined,
    url: string,
  ): Promise<string | undefined> {
    if (header === undefined) return undefined;
    const proof = await checkProof(header, { method: 'POST', url, now: this.clock.now() });
    if (await this.seen.take('proof', proof.id, proof.endsAt)) return proof.thumbprint;
    throw new ProofFault('The DPoP proof was used before.');
  }

  private async prove(
    thumbprint: string,
    caller: Caller,
    { headers, method, url }: CredentialedRequest,
    resource: ProtectedResource,
  ): Promise<void> {
    const token = presentedCredential(headers) ?? '';
    const target = url === undefined ? resource.url : resource.urlOf(url);
    const expected = { method, url: target, token, thumbprint, now: this.clock.now() };
    try {
      this.proofs.set(headers, await checkProof(headers['dpop'], expected));
    } catch (error) {
      if (!(error instanceof ProofFault)) throw error;
      throw UnauthenticatedError.unproven(error.message, resource, caller);
    }
  }
}

/** RFC 9449, section 6.1. One that is bound to a certificate as well (RFC 8705) asks for more. */
function thumbprintIn(binding: unknown): string | undefined {
  if (!isObject(binding) || Object.keys(binding).length !== 1) return undefined;
  const { jkt } = binding;
  return typeof jkt === 'string' ? jkt : undefined;
}

function refused(
  message: string,
  resource: ProtectedResource,
  caller: Caller,
): UnauthenticatedError {
  return UnauthenticatedError.unbound(message, resource, caller);
}
