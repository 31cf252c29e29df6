import { AuditConfig } from '@acme/config';
import { Clock, SystemClock } from '@acme/mcp-core';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { argumentPolicy } from './arguments/argument-policy';
import { AuditShutdown } from './audit-shutdown';
import { AuditReader } from './reading/audit-reader';
import { RecordFactory } from './record/record-factory';
import { AuditCounts } from './recording/audit-counts';
import { AuditInterceptor } from './recording/audit.interceptor';
import { AuditTrail } from './recording/audit-trail';
import { BatchWriter, type BatchOptions } from './recording/batch-writer';
import { RecordBuffer } from './recording/record-buffer';
import { RecordedRequests } from './recording/recorded-requests';
import { RefusalRecorder } from './recording/refusal-recorder';
import { StrictAuditInterceptor } from './recording/strict-audit.interceptor';
import { UncalledObserver } from './recording/uncalled.observer';
import { PartitionKeeper } from './storage/partitions/partition-keeper';
import { PostgresRecordStore } from './storage/postgres-record-store';

/** What a process keeps while the database is away: minutes of calls, and memory for few of them. */
const BUFFER = { records: 50_000, bytes: 64 * 1_024 * 1_024 };

const BATCH: BatchOptions = { batchSize: 500, delayMs: 200, retryMs: 100, maxRetryMs: 2_000 };

/** How long a call of `AUDIT=strict` waits for its record to be stored, in milliseconds. */
const STORE_TIMEOUT_MS = 5_000;

/**
 * Records calls, and reads the records. Needs the global `ConfigModule` and `DatabaseModule`, the
 * latter with `auditSchema`.
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
        ...(config.mode === 'off' ? [] : recording(config)),
      ],
      exports: [AuditReader, ...(config.mode === 'off' ? [] : [RefusalRecorder, AuditCounts])],
    };
  }
}

function recording({ mode, arguments: policy }: AuditConfig): Provider[] {
  const isStrict = mode === 'strict';
  return [
    AuditCounts,
    PostgresRecordStore,
    RecordedRequests,
    { provide: RecordFactory, useFactory: () => new RecordFactory(argumentPolicy(policy)) },
    {
      provide: AuditTrail,
      inject: [PostgresRecordStore, AuditCounts],
      useFactory: (store: PostgresRecordStore, counts: AuditCounts) => {
        const buffer = new RecordBuffer(BUFFER);
        const options = isStrict ? { ...BATCH, delayMs: 0 } : BATCH;
        const writer = new BatchWriter(buffer, store, counts, options);
        return new AuditTrail(buffer, writer, counts, STORE_TIMEOUT_MS);
      },
    },
    isStrict ? StrictAuditInterceptor : AuditInterceptor,
    UncalledObserver,
    RefusalRecorder,
    AuditShutdown,
  ];
}
