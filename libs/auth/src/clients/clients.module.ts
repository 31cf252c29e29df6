import { Clock, SystemClock } from '@acme/mcp-core';
import { Module } from '@nestjs/common';
import { AuthModule } from '../auth.module';
import { ChangeLog } from './administration/change-log';
import { ClientAdministration } from './administration/client-administration';
import { ClientRecords } from './administration/client-records';
import { ClientSecrets } from './administration/client-secrets';
import { KeyAdministration } from './administration/key-administration';
import { ClientAuthenticator } from './granting/client-authenticator';
import { TokenGrants } from './granting/token-grants';
import { Argon2Threads } from './hashing/argon2-threads';
import { SecretChecker } from './hashing/secret-checker';
import { ClientStore } from './storage/client-store';
import { ClientRevocations } from './verification/client-revocations';
import { LastUse } from './verification/last-use';
import { StoredKeyVerifier } from './verification/stored-key.verifier';

/** What changes clients. */
const ADMINISTRATION = [
  Argon2Threads,
  ChangeLog,
  ClientRecords,
  ClientSecrets,
  ClientAdministration,
  KeyAdministration,
];

/**
 * The machines that may call, with their secrets, keys and tokens. Needs the global `ConfigModule`,
 * `McpModule` and `DatabaseModule`, the latter with `authSchema`.
 */
@Module({
  imports: [AuthModule],
  providers: [
    ...ADMINISTRATION,
    ClientStore,
    SecretChecker,
    LastUse,
    ClientRevocations,
    StoredKeyVerifier,
    ClientAuthenticator,
    TokenGrants,
  ],
  exports: [...ADMINISTRATION, TokenGrants],
})
export class ClientsModule {}

/** For a process that changes clients and serves none. Needs the global `DatabaseModule` alone. */
@Module({
  providers: [{ provide: Clock, useClass: SystemClock }, ...ADMINISTRATION],
  exports: ADMINISTRATION,
})
export class ClientAdministrationModule {}
