import { hash as digestOf } from 'node:crypto';
import { BoundedMap, Clock } from '@repo/foundation';
import { Injectable } from '@nestjs/common';
import { frozenCaller, type Caller } from '../../authentication/caller';
import { CredentialVerifier, VerifierOrder } from '../../authentication/credential-verifier';
import { UnauthenticatedError } from '../../authentication/unauthenticated.error';
import { hasScope } from '../../authorization/scopes';
import type { ProtectedResource } from '../../resource/protected-resource';
import { OwnIssuer } from '../../tokens/own-issuer';
import { credentialId, isOfKind } from '../credential/machine-credential';
import { SecretChecker } from '../hashing/secret-checker';
import { ClientStore } from '../storage/client-store';
import { endOf, type StoredKey } from '../storage/stored-client';
import { ClientRevocations } from './client-revocations';
import { LastUse } from './last-use';

const MAX_KEYS = 10_000;

interface Remembered {
  readonly keyId: string;
  readonly caller: Caller;
  /** Milliseconds since 1970. */
  readonly endsAt: number;
  /** Of clients and keys when it was looked up. */
  readonly revision: string;
}

/**
 * Verifies API keys of stored clients. A key is remembered, by its digest, until any client or key
 * changes; then it is looked up again, without paying for its hash again.
 */
@Injectable()
export class StoredKeyVerifier extends CredentialVerifier {
  readonly order = VerifierOrder.storedKey;
  private readonly remembered = new BoundedMap<string, Remembered>(MAX_KEYS);

  constructor(
    private readonly store: ClientStore,
    private readonly checker: SecretChecker,
    private readonly revocations: ClientRevocations,
    private readonly issuer: OwnIssuer,
    private readonly lastUse: LastUse,
    private readonly clock: Clock,
  ) {
    super();
  }

  verify(key: string, resource: ProtectedResource): Caller | undefined | Promise<Caller> {
    if (!isOfKind(key, 'apiKey')) return undefined;
    const fresh = this.revocations.whenFresh();
    return fresh === undefined
      ? this.verifyFresh(key, resource)
      : fresh.then(() => this.verifyFresh(key, resource));
  }

  private verifyFresh(key: string, resource: ProtectedResource): Caller | Promise<Caller> {
    const digest = digestOf('sha256', key, 'base64');
    const known = this.remembered.get(digest);
    if (known?.revision === this.revocations.revision && this.clock.now() < known.endsAt) {
      this.lastUse.of(known.caller.clientId, known.keyId);
      return known.caller;
    }
    return this.verifyUncached(key, digest, resource);
  }

  private async verifyUncached(
    key: string,
    digest: string,
    resource: ProtectedResource,
  ): Promise<Caller> {
    const id = credentialId(key, 'apiKey');
    if (id === undefined) throw UnauthenticatedError.invalid(resource);
    // Before the look-up: what changes meanwhile must not be taken for known.
    const { revision } = this.revocations;
    const stored = await this.store.findKey(id);
    const isRight = await this.checker.matches(key, stored?.hash);
    this.remembered.delete(digest);
    if (!isRight || stored === undefined) throw UnauthenticatedError.invalid(resource);
    const endsAt = endOfKey(stored);
    const caller = callerOf(stored, endsAt, this.issuer.issuer);
    if (endsAt <= this.clock.now()) throw UnauthenticatedError.invalid(resource, caller);
    this.remembered.set(digest, { keyId: id, caller, endsAt, revision });
    this.lastUse.of(caller.clientId, id);
    return caller;
  }
}

/** From when on a key does not count, in milliseconds since 1970; 0 is already. */
function endOfKey({ client, expiresAt, revokedAt }: StoredKey): number {
  if (revokedAt !== null) return 0;
  return Math.min(endOf(client), expiresAt ?? Infinity);
}

/** Scopes that the client has lost since, its key has lost as well. */
function callerOf({ id, client, scopes }: StoredKey, endsAt: number, issuer: string): Caller {
  const held = scopes.filter((scope) => hasScope(client.scopes, scope));
  const claims = { client_name: client.name, api_key: id };
  return frozenCaller(
    {
      clientId: client.id,
      scopes: held,
      ...(endsAt !== Infinity && { expiresAt: endsAt / 1_000 }),
    },
    { subject: client.id, issuer, claims },
  );
}
