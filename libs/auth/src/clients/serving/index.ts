// Apart from the rest of the clients, which is their administration and loads TypeORM.
export { type GrantedToken } from '../granting/token-issuer';
export { TokenEndpoint } from '../granting/token-endpoint';
export { LastUse } from '../verification/last-use';
export { ServingClientsModule } from './serving.module';
