import type { DatabaseFeature } from '@repo/database';
import { AddTaskApproval1796083200000 } from './add-approval.migration';
import { CreateTask1796080000000 } from './create-task.migration';
import { TaskEntity } from './task.entity';

/** What tasks add to the database. */
export const tasksSchema: DatabaseFeature = {
  entities: [TaskEntity],
  migrations: [CreateTask1796080000000, AddTaskApproval1796083200000],
};
