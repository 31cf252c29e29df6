export { Tasks } from './tasks';
export { type TasksOptions } from './tasks-options';
export { type TaskTiming, usualTiming } from './task-timing';
export { TasksModule } from './tasks.module';
export { tasksSchema } from './storage/tasks-schema';
export { isRunByWorker } from './run/task-queue-name';
export { hasTasks } from './run/has-tasks';
