import type { DataSource } from 'typeorm';
import type { DriverTarget, EarlierSizes } from '../drivers/scaling-driver';
import type { Size } from '../size';
import { EarlierSizeEntity } from './entities/earlier-size.entity';

/** Earlier sizes in the database, for drivers that can keep none beside the target. */
export class StoredSizes implements EarlierSizes {
  constructor(private readonly dataSource: DataSource) {}

  async read({ name }: DriverTarget): Promise<Size | undefined> {
    const row = await this.dataSource.getRepository(EarlierSizeEntity).findOneBy({ target: name });
    return row === null ? undefined : { min: row.min, desired: row.desired, max: row.max };
  }

  async keep({ name }: DriverTarget, { min, desired, max }: Size): Promise<void> {
    const row = { target: name, min, desired, max };
    await this.dataSource.getRepository(EarlierSizeEntity).upsert(row, ['target']);
  }

  async forget({ name }: DriverTarget): Promise<void> {
    await this.dataSource.getRepository(EarlierSizeEntity).delete({ target: name });
  }
}
