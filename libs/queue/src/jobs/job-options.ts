import type { DefaultJobOptions } from 'bullmq';

const DAY_S = 86_400;

/**
 * What holds for every job unless it says otherwise: five attempts within half a minute or so, each
 * pause twice the last and up to half of it chance, so that not all come back at once. What is kept
 * of jobs is bounded by age and by number, however long nobody looks.
 */
export const defaultJobOptions = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 },
  removeOnComplete: { age: DAY_S, count: 500 },
  removeOnFail: { age: 30 * DAY_S, count: 1_000 },
  stackTraceLimit: 5,
  keepLogs: 50,
  sizeLimit: 64 * 1_024,
} as const satisfies DefaultJobOptions;
