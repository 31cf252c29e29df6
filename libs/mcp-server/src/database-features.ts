import { auditSchema } from '@repo/audit';
import { authSchema } from '@repo/auth/clients';
import type { DatabaseFeature } from '@repo/database';
import { queueSchema } from '@repo/queue/schema';
import { scalingSchema } from '@repo/scaling';
import { tasksSchema } from '@repo/tasks/schema';

/** The tables of the platform's libraries, which the database of every server holds. */
export const databaseFeatures: readonly DatabaseFeature[] = [
  auditSchema,
  authSchema,
  queueSchema,
  scalingSchema,
  tasksSchema,
];
