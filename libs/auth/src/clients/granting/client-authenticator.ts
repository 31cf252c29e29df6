import { Clock } from '@repo/foundation';
import { Injectable } from '@nestjs/common';
import { credentialId } from '../credential/machine-credential';
import { SecretChecker } from '../hashing/secret-checker';
import { ClientStore } from '../storage/client-store';
import { endOf, type StoredClient, type StoredCredential } from '../storage/stored-client';
import { OAuthError } from './oauth.error';

/** Tells whether a client is the one that it says it is. */
@Injectable()
export class ClientAuthenticator {
  constructor(
    private readonly store: ClientStore,
    private readonly checker: SecretChecker,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws {OAuthError} it is not (401)
   * @throws {UnverifiableError} nobody can tell at the moment (503)
   */
  async authenticate(clientId: string, secret: string): Promise<StoredClient> {
    const id = credentialId(secret, 'clientSecret');
    // Everybody can tell by the checksum that this is none.
    if (id === undefined) throw OAuthError.invalidClient();
    const found = await this.store.findSecret(id);
    const stored = found?.client.id === clientId ? found : undefined;
    const isRight = await this.checker.matches(secret, stored?.hash);
    if (!isRight || stored === undefined) throw OAuthError.invalidClient();
    if (endOfSecret(stored) <= this.clock.now()) throw OAuthError.invalidClient(false);
    return stored.client;
  }
}

function endOfSecret({ client, expiresAt }: StoredCredential): number {
  return Math.min(endOf(client), expiresAt ?? Infinity);
}
