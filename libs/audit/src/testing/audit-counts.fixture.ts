import { Counter, Gauge, Registry } from 'prom-client';
import { AuditMetric } from '../metrics/audit.metrics';
import { AuditCounts } from '../recording/audit-counts';

/** Counts with metrics of their own. */
export function testCounts(): { counts: AuditCounts; registry: Registry } {
  const registry = new Registry();
  const options = (name: string) => ({ name, help: 'of a test', registers: [registry] });
  const counts = new AuditCounts(
    new Counter(options(AuditMetric.stored)),
    new Counter({ ...options(AuditMetric.dropped), labelNames: ['reason'] }),
    new Gauge(options(AuditMetric.buffered)),
    new Counter(options(AuditMetric.spooled)),
  );
  return { counts, registry };
}
