import type { Tables } from '@repo/database';
import type { EntityManager } from 'typeorm';
import type { Saving } from '../savings/savings';
import { SavingEntity } from './entities/saving.entity';

/** A saving with the currency of its money. */
export interface StoredSaving extends Saving {
  /** ISO 4217. */
  readonly currency: string;
}

export interface SavingsRequest {
  readonly target?: string | undefined;
  /** The first and the last month, such as `2026-11`. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Sums by target and month, which are never dropped: a row a month is a small price. */
export class SavingsStore {
  constructor(private readonly tables: Tables) {}

  async find({ target, from, to }: SavingsRequest = {}): Promise<readonly StoredSaving[]> {
    const sums = await this.tables.getRepository(SavingEntity);
    const query = sums.createQueryBuilder('saving');
    if (target !== undefined) query.andWhere('saving.target = :target', { target });
    if (from !== undefined) query.andWhere('saving.month >= :from', { from });
    if (to !== undefined) query.andWhere('saving.month <= :to', { to });
    const rows = await query
      .orderBy({ 'saving.target': 'ASC', 'saving.month': 'ASC', 'saving.currency': 'ASC' })
      .getMany();
    return rows.map(({ savedMoney, ...row }) => ({ ...row, savedMoney: savedMoney ?? undefined }));
  }

  /** Replica-hours saved since the beginning, by target: for a counter that survives restarts. */
  async totals(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.tables.query<{ target: string; hours: number }[]>(
      'SELECT target, sum(saved_replica_hours) AS hours FROM scaling_saving GROUP BY target',
    );
    return new Map(rows.map(({ target, hours }) => [target, hours]));
  }
}

/** Adds what was saved since the last look; in the transaction of that look, so that none counts twice. */
export async function addSaving(
  manager: EntityManager,
  { target, month, replicaHours, savedReplicaHours, savedMoney }: Saving,
  currency: string,
): Promise<void> {
  await manager.query(ADD, [
    target,
    month,
    currency,
    replicaHours,
    savedReplicaHours,
    savedMoney ?? null,
  ]);
}

const ADD = `
  INSERT INTO scaling_saving AS sum
    (target, month, currency, replica_hours, saved_replica_hours, saved_money)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (target, month, currency) DO UPDATE SET
    replica_hours = sum.replica_hours + excluded.replica_hours,
    saved_replica_hours = sum.saved_replica_hours + excluded.saved_replica_hours,
    saved_money = CASE WHEN excluded.saved_money IS NULL THEN sum.saved_money
      ELSE coalesce(sum.saved_money, 0) + excluded.saved_money END`;
