export { AuthModule } from './auth.module';
export { Authenticator, type AuthDemand } from './authentication/authenticator';
export { type CredentialedRequest } from './authentication/credentialed-request';
export { frozenCaller, type Caller, type Identity } from './authentication/caller';
export { CredentialVerifier, VerifierOrder } from './authentication/credential-verifier';
export { presentedCredential } from './authentication/credentials';
export { Revocations } from './authentication/revocations';
export { UnauthenticatedError } from './authentication/unauthenticated.error';
export { UnverifiableError } from './authentication/unverifiable.error';
export { TokenBinding } from './dpop/token-binding';
export { AuthorizationInterceptor } from './authorization/authorization.interceptor';
export { FailedSignIns } from './limits/failed-sign-ins';
export { RateLimitedError } from './limits/rate-limited.error';
export { SeenOnce } from './replay/seen-once';
export { RequestLimits } from './limits/request-limits';
export { hasScopes, scopesToAskFor } from './authorization/scopes';
export {
  AUTHORIZE_PATH,
  AuthorizationServer,
  JWKS_PATH,
  REGISTER_PATH,
  REVOKE_PATH,
  TOKEN_PATH,
  type AuthorizationServerMetadata,
} from './discovery/authorization-server';
export { withResourceMetadata } from './resource/challenge';
export { type ProtectedResource } from './resource/protected-resource';
export { ProtectedResources, type ResourceMetadata } from './discovery/protected-resources';
export { PublicUrl } from './resource/public-url';
export { IssuerRegistry } from './tokens/issuer-registry';
export { TokenVerifier } from './tokens/token.verifier';
export { OwnIssuer } from './tokens/own-issuer';
export { TokenSigner, type TokenGrant } from './tokens/token-signer';
