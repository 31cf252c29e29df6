import { auditSchema } from '@acme/audit';
import type { DatabaseFeature } from '@acme/database';

/** What the database holds: the tables of each library, and yours. */
export const databaseFeatures: readonly DatabaseFeature[] = [auditSchema];
