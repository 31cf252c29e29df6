import { IdentityProviderConfig } from '@repo/config';
import { Clock } from '@repo/foundation';
import { Injectable } from '@nestjs/common';
import { SeenOnce } from '../../replay/seen-once';
import { checkAssertion, GenuineFault, type Assertion } from '../../tokens/assertion';
import { readJws, TokenFault } from '../../tokens/json-token';
import { credentialId } from '../credential/machine-credential';
import { SecretChecker } from '../hashing/secret-checker';
import { ClientStore } from '../storage/client-store';
import { endOf, type StoredClient, type StoredCredential } from '../storage/stored-client';
import { ClientKeys } from './client-keys';
import { OAuthError } from './oauth.error';
import { TokenIssuer } from './token-issuer';

/** By what a client says that it is itself: one of the two. */
export interface ClientCredential {
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  /** Signed by its key (RFC 7523, section 2.2). */
  readonly clientAssertion?: string | undefined;
}

/** `typ` of such an assertion, if it has one. */
const ASSERTION_TYPES = ['', 'jwt', 'client-authentication+jwt'];

/** Tells whether a client is the one that it says it is. */
@Injectable()
export class ClientAuthenticator {
  constructor(
    private readonly store: ClientStore,
    private readonly checker: SecretChecker,
    private readonly keys: ClientKeys,
    private readonly seen: SeenOnce,
    private readonly tokens: TokenIssuer,
    private readonly config: IdentityProviderConfig,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws {OAuthError} it is not (401)
   * @throws {UnverifiableError} nobody can tell at the moment (503)
   */
  authenticate(credential: ClientCredential): Promise<StoredClient> {
    const { clientId, clientSecret, clientAssertion } = credential;
    return clientAssertion === undefined
      ? this.bySecret(clientId, clientSecret ?? '')
      : this.byAssertion(clientId, clientAssertion);
  }

  private async bySecret(clientId: string, secret: string): Promise<StoredClient> {
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

  private async byAssertion(clientId: string, text: string): Promise<StoredClient> {
    const stored = await this.store.findClient(clientId);
    const keys = stored && this.keys.of(stored);
    if (keys === undefined) throw OAuthError.invalidClient();
    const { claims, id, endsAt } = await this.check(text, clientId, keys);
    const { client } = stored!;
    const isOwn = claims['sub'] === clientId && typeof claims['jti'] === 'string';
    if (!isOwn || endOf(client) <= this.clock.now()) throw OAuthError.invalidClient(false);
    if (!(await this.seen.take('assertion', id, endsAt))) throw OAuthError.invalidClient(false);
    return client;
  }

  private async check(
    text: string,
    issuer: string,
    keys: Parameters<typeof checkAssertion>[1]['keys'],
  ): Promise<Assertion> {
    const { audiences } = this.tokens;
    const expected = { issuer, keys, audiences, types: ASSERTION_TYPES, once: true };
    const now = { now: this.clock.now(), toleranceMs: this.config.clockToleranceMs };
    try {
      return await checkAssertion(readJws(text), expected, now);
    } catch (error) {
      if (!(error instanceof TokenFault)) throw error;
      throw OAuthError.invalidClient(!(error instanceof GenuineFault));
    }
  }
}

function endOfSecret({ client, expiresAt }: StoredCredential): number {
  return Math.min(endOf(client), expiresAt ?? Infinity);
}
