import { auditSchema } from '@repo/audit';
import { authSchema } from '@repo/auth/clients';
import type { DatabaseFeature } from '@repo/database';
import { databaseFeatures as yours } from '@repo/mcp-features/database';
import { queueSchema } from '@repo/queue/schema';
import { scalingSchema } from '@repo/scaling';
import { tasksSchema } from '@repo/tasks/schema';

/** What the database holds: the tables of each library, and yours. */
export const databaseFeatures: readonly DatabaseFeature[] = [
  auditSchema,
  authSchema,
  queueSchema,
  scalingSchema,
  tasksSchema,
  ...yours,
];
