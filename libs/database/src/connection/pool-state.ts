import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';

/** The connections of a process to its database. */
export interface PoolState {
  readonly used: number;
  readonly idle: number;
  /** Of those who wait for a connection. */
  readonly waiting: number;
  readonly max: number;
}

export const NO_POOL: PoolState = { used: 0, idle: 0, waiting: 0, max: 0 };

/** @param dataSource one that is open */
export function poolState({ driver }: DataSource): PoolState {
  const { master } = driver as unknown as { master: Pool };
  const { totalCount, idleCount: idle, waitingCount: waiting, options } = master;
  return { used: totalCount - idle, idle, waiting, max: options.max };
}
