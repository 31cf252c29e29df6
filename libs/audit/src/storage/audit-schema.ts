import type { DatabaseFeature } from '@acme/database';
import { CreateAuditRecord1795365000000 } from './migrations/create-audit-record';

/** What the audit trail adds to the database. No entity: TypeORM knows no partitions. */
export const auditSchema: DatabaseFeature = {
  entities: [],
  migrations: [CreateAuditRecord1795365000000],
};
