import { availableParallelism } from 'node:os';
import type { ServerConfig } from '@repo/config';

/** More processes than this for each processor only take memory. */
const PER_PROCESSOR = 4;

/** What `WORKERS` may be at most as well. */
const AT_MOST = 256;

/** How many workers may be ordered: what the machine can make use of, or was configured to have. */
export function maxWorkers({ workers }: Pick<ServerConfig, 'workers'>): number {
  return Math.max(workers, Math.min(AT_MOST, PER_PROCESSOR * availableParallelism()));
}
