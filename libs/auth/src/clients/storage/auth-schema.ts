import type { DatabaseFeature } from '@repo/database';
import { ApiKeyEntity } from './entities/api-key.entity';
import { ClientSecretEntity } from './entities/client-secret.entity';
import { ClientEntity } from './entities/client.entity';
import { AddClientKeys1796060000000 } from './migrations/add-client-keys';
import { CreateClients1795370000000 } from './migrations/create-clients';
import { CreateCredentials1796062000000 } from '../../sign-in/credentials/create-credentials';
import { CreateSignIn1796055000000 } from '../../sign-in/server/create-sign-in';

/** What clients and the sign-in of people add to the database. */
export const authSchema: DatabaseFeature = {
  entities: [ClientEntity, ClientSecretEntity, ApiKeyEntity],
  migrations: [
    CreateClients1795370000000,
    CreateSignIn1796055000000,
    AddClientKeys1796060000000,
    CreateCredentials1796062000000,
  ],
};
