import { auditSchema } from '@acme/audit';
import { authSchema } from '@acme/auth/clients';
import type { DatabaseFeature } from '@acme/database';
import { queueSchema } from '@acme/queue/schema';
import { scalingSchema } from '@acme/scaling';

/** What the database holds: the tables of each library, and yours. */
export const databaseFeatures: readonly DatabaseFeature[] = [
  auditSchema,
  authSchema,
  queueSchema,
  scalingSchema,
];
