import { DataSource, type DataSourceOptions } from 'typeorm';
import type { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver.js';

/**
 * A data source that may be used before it is open: whatever is asked of it waits until then, and
 * fails as the opening does.
 */
export class OpeningDataSource extends DataSource {
  /**
   * @param opened resolves when the database may be used; asked for when something waits for it
   */
  constructor(
    options: DataSourceOptions,
    readonly opened: () => Promise<void>,
  ) {
    super(options);
    const driver = this.driver as PostgresDriver;
    const obtain = driver.obtainMasterConnection.bind(driver);
    // Every statement begins here. There is a pool from the middle of the opening on.
    driver.obtainMasterConnection = async () => {
      if (driver.master === undefined) await opened();
      return obtain();
    };
  }

  /** Makes repositories know their tables, for which TypeORM would wait for the connection. */
  prepare(): Promise<void> {
    return this.buildMetadatas();
  }
}

/**
 * Resolves when a data source is open, for what makes connections of its own from its options.
 *
 * @throws {DatabaseError} it could not be opened
 */
export async function whenOpen(dataSource: DataSource): Promise<void> {
  if (dataSource instanceof OpeningDataSource) await dataSource.opened();
}
