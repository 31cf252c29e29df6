import { Clock } from '@repo/foundation';
import { Injectable, Logger } from '@nestjs/common';
import { UnverifiableError } from '../../authentication/unverifiable.error';
import { credentialId } from '../credential/machine-credential';
import { SecretChecker } from '../hashing/secret-checker';
import { ClientStore } from '../storage/client-store';
import { endOf, type StoredClient, type StoredCredential } from '../storage/stored-client';
import { OAuthError } from './oauth.error';

/** Seconds. */
const RETRY_AFTER = 5;

/** Tells whether a client is the one that it says it is. */
@Injectable()
export class ClientAuthenticator {
  private readonly logger = new Logger('Clients');

  constructor(
    private readonly store: ClientStore,
    private readonly checker: SecretChecker,
    private readonly clock: Clock,
  ) {}

  /** @throws {OAuthError} it is not (401), or nobody can tell at the moment (503) */
  async authenticate(clientId: string, secret: string): Promise<StoredClient> {
    const id = credentialId(secret, 'clientSecret');
    // Everybody can tell by the checksum that this is none.
    if (id === undefined) throw OAuthError.invalidClient();
    const stored = await this.find(id, clientId);
    const isRight = await this.fits(secret, stored?.hash);
    const now = this.clock.now();
    if (!isRight || stored === undefined || endOfSecret(stored) <= now) {
      throw OAuthError.invalidClient();
    }
    return stored.client;
  }

  private async find(id: string, clientId: string): Promise<StoredCredential | undefined> {
    try {
      const stored = await this.store.findSecret(id);
      return stored?.client.id === clientId ? stored : undefined;
    } catch (error) {
      this.logger.debug(`A secret cannot be looked up: ${String(error)}`);
      throw OAuthError.unavailable(RETRY_AFTER);
    }
  }

  private async fits(secret: string, hash: string | undefined): Promise<boolean> {
    try {
      return await this.checker.matches(secret, hash);
    } catch (error) {
      if (error instanceof UnverifiableError) throw OAuthError.unavailable(RETRY_AFTER);
      throw error;
    }
  }
}

function endOfSecret({ client, expiresAt }: StoredCredential): number {
  return Math.min(endOf(client), expiresAt ?? Infinity);
}
