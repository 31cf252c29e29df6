import type { ProtectedResource } from '../resource/protected-resource';
import type { Caller } from './caller';

/**
 * Tells who holds a credential. Any provider of the application that extends this class is found at
 * start; they are asked in their order until one knows the credential.
 *
 * An implementation answers at once for what it has seen before, since every call waits for it. What
 * it returns may be shared by many requests, so it must be frozen, and must not hold the credential.
 */
export abstract class CredentialVerifier {
  /** Lower is asked first; see `VerifierOrder`. */
  abstract readonly order: number;

  /**
   * @param credential the bearer token or API key, as it was sent
   * @param resource what it is presented to
   * @returns undefined for a credential that is not of this kind
   * @throws {UnauthenticatedError} it is of this kind, and not valid
   * @throws {UnverifiableError} it cannot be judged at the moment
   */
  abstract verify(
    credential: string,
    resource: ProtectedResource,
  ): Caller | undefined | Promise<Caller | undefined>;
}

/** Cheapest first. */
export const VerifierOrder = { token: 100, staticKey: 200, storedKey: 300 } as const;
