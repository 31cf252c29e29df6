import type { DataSource, DataSourceOptions } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';

/**
 * A data source that may be used before it is open: whatever is asked of it waits until then, and
 * fails as the opening does.
 *
 * @param opened resolves when the database may be used; asked for when something waits for it
 */
export async function openingDataSource(
  options: DataSourceOptions,
  opened: () => Promise<void>,
): Promise<DataSource> {
  const { DataSource } = await import('typeorm');
  class OpeningDataSource extends DataSource {
    /** Makes repositories know their tables, for which TypeORM would wait for the connection. */
    prepare(): Promise<void> {
      return this.buildMetadatas();
    }
  }
  const dataSource = new OpeningDataSource(options);
  const driver = dataSource.driver as PostgresDriver;
  const obtain = driver.obtainMasterConnection.bind(driver);
  // Every statement begins here. There is a pool from the middle of the opening on.
  driver.obtainMasterConnection = async () => {
    if (driver.master === undefined) await opened();
    return obtain();
  };
  await dataSource.prepare();
  return dataSource;
}
