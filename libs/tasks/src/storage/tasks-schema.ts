import type { DatabaseFeature } from '@repo/database';
import { CreateTask1796080000000 } from './create-task.migration';
import { TaskEntity } from './task.entity';

/** What tasks add to the database. */
export const tasksSchema: DatabaseFeature = {
  entities: [TaskEntity],
  migrations: [CreateTask1796080000000],
};
