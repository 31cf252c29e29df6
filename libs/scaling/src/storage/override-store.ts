import { randomUUID } from 'node:crypto';
import type { Tables } from '@repo/database';
import { IsNull, MoreThan } from 'typeorm';
import type { Override } from '../schedule/override';
import { OverrideEntity } from './entities/override.entity';
import { storedText } from './stored-text';

/** An override as it is kept. Times are milliseconds since 1970. */
export interface StoredOverride extends Override {
  readonly id: string;
  readonly createdBy: string;
  readonly createdAt: number;
}

/** Characters of a reason; that of the rules file has the same limit. */
const MAX_REASON_LENGTH = 500;

/** Overrides that people set, besides those of the rules file. */
export class OverrideStore {
  constructor(private readonly tables: Tables) {}

  /** Those that hold or will hold, by their end. @param target all targets' without it */
  async pending(now: number, target?: string): Promise<readonly StoredOverride[]> {
    const overrides = await this.tables.getRepository(OverrideEntity);
    const rows = await overrides.find({
      where: { until: MoreThan(now), cancelledAt: IsNull(), ...(target && { target }) },
      order: { until: 'ASC', id: 'ASC' },
    });
    return rows.map(overrideOf);
  }

  /** @param by the principal */
  async add(override: Override, by: string, now: number): Promise<StoredOverride> {
    const row = {
      id: randomUUID(),
      ...override,
      reason: storedText(override.reason, MAX_REASON_LENGTH) ?? null,
      createdBy: by,
      createdAt: now,
      cancelledBy: null,
      cancelledAt: null,
    };
    const overrides = await this.tables.getRepository(OverrideEntity);
    await overrides.insert(row);
    return overrideOf(row);
  }

  /** @returns the override, or none where it is over or was never there */
  async cancel(id: string, by: string, now: number): Promise<StoredOverride | undefined> {
    const overrides = await this.tables.getRepository(OverrideEntity);
    const open = { id, until: MoreThan(now), cancelledAt: IsNull() };
    const { affected } = await overrides.update(open, { cancelledBy: by, cancelledAt: now });
    const row = affected === 1 ? await overrides.findOneBy({ id }) : null;
    return row === null ? undefined : overrideOf(row);
  }
}

function overrideOf({
  id,
  target,
  from,
  until,
  size,
  reason,
  createdBy,
  createdAt,
}: OverrideEntity) {
  return {
    ...{ id, target, from, until, size, createdBy, createdAt },
    ...(reason !== null && { reason }),
  } satisfies StoredOverride;
}
