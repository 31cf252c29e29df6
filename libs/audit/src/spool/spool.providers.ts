import { AuditConfig, RedisConfig, ServerConfig } from '@repo/config';
import { Database } from '@repo/database';
import { REDIS, type RedisConnection } from '@repo/redis';
import { Logger, type Provider } from '@nestjs/common';
import { AuditCounts } from '../recording/audit-counts';
import { PostgresRecordStore } from '../storage/postgres-record-store';
import { FileSpool } from './file-spool';
import { RecordSpool } from './record-spool';
import { RedisSpool } from './redis-spool';
import { SpoolReplay } from './spool-replay';

/** The spool of a deployment: the directory that `AUDIT_SPOOL_DIR` names, else Redis, else none. */
export const spoolProviders: Provider[] = [
  {
    provide: RecordSpool,
    inject: [AuditConfig, RedisConfig, ServerConfig, { token: REDIS, optional: true }],
    useFactory: (
      { spoolDirectory }: AuditConfig,
      { prefix }: RedisConfig,
      { isProduction }: ServerConfig,
      redis?: RedisConnection,
    ): RecordSpool | undefined => {
      if (spoolDirectory !== undefined) return new FileSpool(spoolDirectory);
      if (redis !== undefined) return new RedisSpool(redis, prefix);
      if (isProduction) {
        new Logger('Audit').warn(
          'There is no spool: audit records of a process that is stopped while the database is away are lost. Set AUDIT_SPOOL_DIR or REDIS_URL.',
        );
      }
      return undefined;
    },
  },
  {
    provide: SpoolReplay,
    inject: [{ token: RecordSpool, optional: true }, Database, AuditCounts],
    useFactory: (spool: RecordSpool | undefined, database: Database, counts: AuditCounts) =>
      spool && new SpoolReplay(spool, new PostgresRecordStore(() => database.url()), counts),
  },
];
