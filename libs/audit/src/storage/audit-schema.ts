import type { DatabaseFeature } from '@repo/database';
import { AddCaller1796018400000 } from './migrations/add-caller';
import { AddCount1796025600000 } from './migrations/add-count';
import { AddDetail1795368600000 } from './migrations/add-detail';
import { CreateAuditRecord1795365000000 } from './migrations/create-audit-record';

/** What the audit trail adds to the database. No entity: TypeORM knows no partitions. */
export const auditSchema: DatabaseFeature = {
  entities: [],
  migrations: [
    CreateAuditRecord1795365000000,
    AddDetail1795368600000,
    AddCaller1796018400000,
    AddCount1796025600000,
  ],
};
