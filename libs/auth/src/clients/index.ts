// The machines that may call. Apart from the rest of the library, since it loads TypeORM: who serves
// one client on stdio needs none.
export { actorOf, localActor, type Actor } from './administration/actor';
export { ClientAdministration } from './administration/client-administration';
export { ClientRecords } from './administration/client-records';
export { ClientSecrets } from './administration/client-secrets';
export { ClientError } from './administration/client.error';
export { KeyAdministration } from './administration/key-administration';
export {
  clientChange,
  newClient,
  newKey,
  newSecret,
  pageOfClients,
  pageOfKeys,
  parseFields,
} from './administration/requests';
export type { ClientDetail, ClientView, KeyView, Page, SecretView } from './administration/views';
export { ClientAdministrationModule, ClientsModule } from './clients.module';
export { OAuthError, type OAuthErrorCode } from './granting/oauth.error';
export { TokenEndpoint } from './granting/token-endpoint';
export { TokenGrants, type GrantRequest } from './granting/token-grants';
export { type GrantedToken } from './granting/token-issuer';
export { authSchema } from './storage/auth-schema';
export { CredentialAges, type CredentialDates } from './storage/credential-ages';
