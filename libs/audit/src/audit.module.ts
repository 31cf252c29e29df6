import { AuditConfig } from '@repo/config';
import { Database } from '@repo/database';
import { Clock, SystemClock } from '@repo/foundation';
import { Module, type DynamicModule } from '@nestjs/common';
import { AuditReader } from './reading/audit-reader';
import { AuditCounts } from './recording/audit-counts';
import { AuditTrail } from './recording/audit-trail';
import { recordingProviders } from './recording/recording.providers';
import { spoolProviders } from './spool/spool.providers';
import { PartitionKeeper } from './storage/partitions/partition-keeper';
import { PostgresRecordStore } from './storage/postgres-record-store';

/**
 * Records calls, and reads the records. Needs the global `ConfigModule` and `DatabaseModule`, the
 * latter with `auditSchema`; with the global `RedisModule` there is a spool in Redis.
 */
@Module({})
export class AuditModule {
  static forRoot(config: AuditConfig): DynamicModule {
    return {
      module: AuditModule,
      global: true,
      providers: [
        { provide: Clock, useClass: SystemClock },
        PartitionKeeper,
        AuditReader,
        ...(config.mode === 'off' ? [] : spoolProviders),
        ...recordingProviders(config, {
          inject: [Database],
          useFactory: (database: Database) => new PostgresRecordStore(() => database.url()),
        }),
      ],
      exports: [AuditReader, ...(config.mode === 'off' ? [] : [AuditCounts, AuditTrail])],
    };
  }
}
