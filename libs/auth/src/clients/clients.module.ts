import { Tables } from '@repo/database';
import { Clock, SystemClock } from '@repo/foundation';
import { Module } from '@nestjs/common';
import { AuthModule } from '../auth.module';
import { ChangeLog } from './administration/change-log';
import { ClientAdministration } from './administration/client-administration';
import { ClientRecords } from './administration/client-records';
import { ClientSecrets } from './administration/client-secrets';
import { KeyAdministration } from './administration/key-administration';
import { TokenEndpoint } from './granting/token-endpoint';
import { TokenGrants } from './granting/token-grants';
import { Argon2Threads } from './hashing/argon2-threads';
import { SERVING } from './serving/serving.providers';
import { ClientDatabase } from './storage/client-database';
import { CredentialAges } from './storage/credential-ages';
import { ClientRevocations } from './verification/client-revocations';
import { LastUse } from './verification/last-use';
import { PolledRevocations } from './verification/polled-revocations';
import { TimedLastUse } from './verification/timed-last-use';

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
    ...SERVING,
    CredentialAges,
    { provide: ClientDatabase, useExisting: Tables },
    { provide: ClientRevocations, useClass: PolledRevocations },
    { provide: LastUse, useClass: TimedLastUse },
  ],
  exports: [...ADMINISTRATION, CredentialAges, TokenEndpoint, TokenGrants],
})
export class ClientsModule {}

/** For a process that changes clients and serves none. Needs the global `DatabaseModule` alone. */
@Module({
  providers: [{ provide: Clock, useClass: SystemClock }, ...ADMINISTRATION],
  exports: ADMINISTRATION,
})
export class ClientAdministrationModule {}
