import { type AuditConfig, DatabaseConfig } from '@repo/config';
import { Clock, SystemClock } from '@repo/foundation';
import { Injectable, Module, type DynamicModule } from '@nestjs/common';
import { CopyingRecordStore } from '../storage/copying-record-store';
import { AuditTrail } from './audit-trail';
import { recordingProviders } from './recording.providers';
import { RefusalRecorder } from './refusal-recorder';

/**
 * Milliseconds. A frozen process cannot close what it has open: the server does, so that many
 * frozen ones do not hold its connections.
 */
const IDLE_SESSION_MS = 60_000;

/** Stores records in the database of `DATABASE_URL`, whose schema others bring up to date. */
@Injectable()
class UrlRecordStore extends CopyingRecordStore {
  protected override readonly idleSessionMs = IDLE_SESSION_MS;

  constructor(private readonly database: DatabaseConfig) {
    super();
  }

  protected override async url(): Promise<string | undefined> {
    return this.database.url;
  }
}

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
        ...recordingProviders(config, UrlRecordStore),
      ],
      exports: config.mode === 'off' ? [] : [AuditTrail, RefusalRecorder],
    };
  }
}
