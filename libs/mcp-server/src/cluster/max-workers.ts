import { availableParallelism } from 'node:os';
import type { ServerConfig } from '@repo/config';

/** More processes than this for each processor only take memory. */
const WORKERS_PER_PROCESSOR = 4;

/** What `WORKERS` may be at most as well. */
const MAX_WORKERS = 256;

/** How many workers may be ordered: what the machine can make use of, or was configured to have. */
export function maxWorkers({ workers }: Pick<ServerConfig, 'workers'>): number {
  return Math.max(workers, Math.min(MAX_WORKERS, WORKERS_PER_PROCESSOR * availableParallelism()));
}
