import { makeCounterProvider, makeGaugeProvider } from '@willsoto/nestjs-prometheus';

export const AuditMetric = {
  stored: 'audit_records_stored_total',
  dropped: 'audit_records_dropped_total',
  buffered: 'audit_records_buffered',
  spooled: 'audit_records_spooled_total',
} as const;

/** What became of audit records, by the names that dashboards and alerts rely on. */
export const auditMetrics = [
  makeCounterProvider({
    name: AuditMetric.stored,
    help: 'Audit records that the database has.',
  }),
  makeCounterProvider({
    name: AuditMetric.dropped,
    help: 'Audit records that were lost, by reason.',
    labelNames: ['reason'],
  }),
  makeGaugeProvider({
    name: AuditMetric.buffered,
    help: 'Audit records that wait to be stored.',
  }),
  makeCounterProvider({
    name: AuditMetric.spooled,
    help: 'Audit records that a process left to others when it was stopped.',
  }),
];
