import type { Provider } from '@nestjs/common';
import { AssertionGrants } from '../federation/assertion-grants';
import { FederatedIssuers } from '../federation/federated-issuers';
import { ClientAuthenticator } from '../granting/client-authenticator';
import { ClientKeys } from '../granting/client-keys';
import { TokenEndpoint } from '../granting/token-endpoint';
import { TokenGrants } from '../granting/token-grants';
import { TokenIssuer } from '../granting/token-issuer';
import { SecretChecker } from '../hashing/secret-checker';
import { ClientStore } from '../storage/client-store';
import { StoredKeyVerifier } from '../verification/stored-key.verifier';

/**
 * What lets stored clients in. Besides these it takes `Argon2Threads`, `ClientDatabase`,
 * `ClientRevocations` and `LastUse`.
 */
export const SERVING: Provider[] = [
  ClientStore,
  SecretChecker,
  StoredKeyVerifier,
  ClientKeys,
  ClientAuthenticator,
  TokenIssuer,
  TokenGrants,
  FederatedIssuers,
  AssertionGrants,
  TokenEndpoint,
];
