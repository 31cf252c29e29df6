import type { Identity } from '../people/identity';
import type { OAuthClient } from './oauth-client';
import type { Tokens } from './tokens';

/** What a sign-in at a provider begins with, and is checked against when it comes back. */
export interface Attempt {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
  /** Where the provider sends the person back to. */
  readonly redirectUri: string;
}

/** Who came back from a provider, and what it gave for them. */
export interface Arrival {
  readonly identity: Identity;
  readonly tokens: Tokens;
}

/** A provider as a client of it sees it. */
export interface Upstream {
  readonly client: OAuthClient;

  /** Where the person goes. @throws {Error} the provider cannot be asked how */
  addressOf(attempt: Attempt): Promise<string>;

  /**
   * Who came back.
   *
   * @param address that the provider sent them to, with its query
   * @throws {Error} it refused, failed, or says something that is not for this attempt
   */
  arrivalOf(address: URL, attempt: Attempt): Promise<Arrival>;
}
