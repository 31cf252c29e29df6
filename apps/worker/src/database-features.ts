import { auditSchema } from '@repo/audit';
import type { DatabaseFeature } from '@repo/database';
import { databaseFeatures as yours } from '@repo/mcp-features/database';
import { queueSchema } from '@repo/queue';
import { scalingSchema } from '@repo/scaling';
import { tasksSchema } from '@repo/tasks/schema';

/** What the worker needs of the database. The api has more: its `--migrate` makes all of it. */
export const databaseFeatures: readonly DatabaseFeature[] = [
  auditSchema,
  scalingSchema,
  queueSchema,
  tasksSchema,
  ...yours,
];
