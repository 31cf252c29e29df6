import { type AuditConfig, DatabaseConfig } from '@repo/config';
import { Clock, SystemClock } from '@repo/foundation';
import { Module, type DynamicModule } from '@nestjs/common';
import { PostgresRecordStore } from '../storage/postgres-record-store';
import { AuditTrail } from './audit-trail';
import { recordingProviders } from './recording.providers';

/**
 * Milliseconds. A frozen process cannot close what it has open: the server does, so that many
 * frozen ones do not hold its connections.
 */
const IDLE_SESSION_MS = 60_000;

/**
 * Records calls and reads no records, without TypeORM: for processes that must start fast. Needs the
 * global `ConfigModule` with a `DATABASE_URL`, and a schema that is up to date.
 */
@Module({})
export class RecordingModule {
  static forRoot(config: AuditConfig): DynamicModule {
    return {
      module: RecordingModule,
      providers: [
        { provide: Clock, useClass: SystemClock },
        ...recordingProviders(config, {
          inject: [DatabaseConfig],
          useFactory: ({ url }: DatabaseConfig) =>
            new PostgresRecordStore(async () => url ?? '', IDLE_SESSION_MS),
        }),
      ],
      exports: config.mode === 'off' ? [] : [AuditTrail],
    };
  }
}
