import { auditSchema } from '@acme/audit';
import type { DatabaseFeature } from '@acme/database';
import { queueSchema } from '@acme/queue';
import { scalingSchema } from '@acme/scaling';

/** What the worker needs of the database. The api has more: its `--migrate` makes all of it. */
export const databaseFeatures: readonly DatabaseFeature[] = [
  auditSchema,
  scalingSchema,
  queueSchema,
];
