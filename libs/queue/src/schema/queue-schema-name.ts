/** The PostgreSQL schema of BullMQ's tables, apart from those of this project. */
export const QUEUE_SCHEMA = 'bullmq';
