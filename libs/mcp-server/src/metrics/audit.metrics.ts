import { AuditCounts, DROP_REASONS } from '@repo/audit';
import { counter, gauge } from '@repo/telemetry';
import { Injectable, Optional } from '@nestjs/common';

/** What became of audit records; nothing with `AUDIT=off`. */
@Injectable()
export class AuditMetrics {
  constructor(@Optional() counts?: AuditCounts) {
    if (counts === undefined) return;
    counter({
      name: 'audit_records_stored_total',
      help: 'Audit records that the database has.',
      collect: () => [{ value: counts.stored }],
    });
    counter({
      name: 'audit_records_dropped_total',
      help: 'Audit records that were lost, by reason.',
      labelNames: ['reason'],
      collect: () =>
        DROP_REASONS.map((reason) => ({
          labels: { reason },
          value: counts.droppedBecause(reason),
        })),
    });
    gauge({
      name: 'audit_records_buffered',
      help: 'Audit records that wait to be stored.',
      collect: () => [{ value: counts.buffered }],
    });
    counter({
      name: 'audit_records_spooled_total',
      help: 'Audit records that a process left to others when it was stopped.',
      collect: () => [{ value: counts.spooled }],
    });
  }
}
