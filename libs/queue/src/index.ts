export { QueueConnection, type QueueRole } from './backend/queue-connection';
export { type DeadLetter, DeadLetters } from './dead-letters/dead-letters';
export {
  defineJob,
  type JobDefinition,
  type JobOptions,
  type JobSchedule,
} from './jobs/define-job';
export { defaultJobOptions } from './jobs/job-options';
export { MaintenanceJob } from './jobs/maintenance.jobs';
export { type EdgeData, type ReconcileData, ScalingJob } from './jobs/scaling.jobs';
export { queuePrefix, QueueName, queueNames } from './queue-names';
export { QueueModule } from './queue.module';
export { type JobCounts, Queues } from './queues';
export { queueSchema } from './schema/queue-schema';
export { JobWorkers } from './workers/job-workers';
export { PostponedError } from './workers/postponed.error';
export { type JobHandler, QueueJob } from './workers/queue-job.decorator';
export { WorkersModule } from './workers/workers.module';
export type { WorkersOptions } from './workers/workers-options';
