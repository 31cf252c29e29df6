import type { Tables } from '@repo/database';
import type { DriverTarget, EarlierSizes } from '../drivers/scaling-driver';
import type { Size } from '../size';
import { EarlierSizeEntity } from './entities/earlier-size.entity';

/** Earlier sizes in the database, for drivers that can keep none beside the target. */
export class StoredSizes implements EarlierSizes {
  constructor(private readonly tables: Tables) {}

  async read({ name }: DriverTarget): Promise<Size | undefined> {
    const sizes = await this.tables.getRepository(EarlierSizeEntity);
    const row = await sizes.findOneBy({ target: name });
    return row === null ? undefined : { min: row.min, desired: row.desired, max: row.max };
  }

  async keep({ name }: DriverTarget, { min, desired, max }: Size): Promise<void> {
    const row = { target: name, min, desired, max };
    const sizes = await this.tables.getRepository(EarlierSizeEntity);
    await sizes.upsert(row, ['target']);
  }

  async forget({ name }: DriverTarget): Promise<void> {
    const sizes = await this.tables.getRepository(EarlierSizeEntity);
    await sizes.delete({ target: name });
  }
}
