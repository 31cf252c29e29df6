import type { AuditConfig } from '@repo/config';
import { Clock } from '@repo/foundation';
import type { FactoryProvider, Provider } from '@nestjs/common';
import { argumentPolicy } from '../arguments/argument-policy';
import { AuditShutdown } from '../audit-shutdown';
import type { CompletedCall } from '../record/completed-call';
import { RecordFactory } from '../record/record-factory';
import { copyLine } from '../storage/copy-line';
import { RecordSpool } from '../spool/record-spool';
import { PostgresRecordStore } from '../storage/postgres-record-store';
import { AuditCounts } from './audit-counts';
import { AuditInterceptor } from './audit.interceptor';
import { AuditTrail } from './audit-trail';
import { BatchWriter, type BatchOptions } from './batch-writer';
import { RecordBuffer } from './record-buffer';
import { RecordedRequests } from './recorded-requests';
import { RefusalSums } from './refusal-sums';
import { RefusalRecorder } from './refusal-recorder';
import { StrictAuditInterceptor } from './strict-audit.interceptor';
import { RejectedCallAuditor } from './rejected-call.auditor';

/** What a process keeps while the database is away: minutes of calls, and memory for few of them. */
const BUFFER = { records: 50_000, bytes: 64 * 1_024 * 1_024 };

/** Each batch costs PostgreSQL a commit, which it waits for: under load fewer of them store more. */
const BATCH: BatchOptions = { batchSize: 2_000, delayMs: 200, retryMs: 100, maxRetryMs: 2_000 };

/** How long a call of `AUDIT=strict` waits for its record to be stored, in milliseconds. */
const STORE_TIMEOUT_MS = 5_000;

/**
 * What records calls, as `AUDIT` says; nothing where it is `off`.
 *
 * @param store how the store is made
 */
export function recordingProviders(
  { mode, arguments: policy }: AuditConfig,
  store: Omit<FactoryProvider<PostgresRecordStore>, 'provide'>,
): Provider[] {
  if (mode === 'off') return [];
  const isStrict = mode === 'strict';
  return [
    AuditCounts,
    { provide: PostgresRecordStore, ...store },
    RecordedRequests,
    {
      provide: AuditTrail,
      inject: [PostgresRecordStore, AuditCounts, Clock, { token: RecordSpool, optional: true }],
      useFactory: (
        records: PostgresRecordStore,
        counts: AuditCounts,
        clock: Clock,
        spool?: RecordSpool,
      ) => {
        const made = new RecordFactory(argumentPolicy(policy));
        const buffer = new RecordBuffer<CompletedCall>(BUFFER, (call) =>
          copyLine(made.record(call)),
        );
        const options = isStrict ? { ...BATCH, delayMs: 0 } : BATCH;
        const writer = new BatchWriter(buffer, records, counts, options, spool);
        return new AuditTrail(
          buffer,
          writer,
          counts,
          STORE_TIMEOUT_MS,
          (record) => new RefusalSums(clock, record),
        );
      },
    },
    isStrict ? StrictAuditInterceptor : AuditInterceptor,
    RejectedCallAuditor,
    RefusalRecorder,
    AuditShutdown,
  ];
}
