import type { DatabaseConfig, ServerConfig } from '@acme/config';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { dataSourceOptions } from './connection/data-source-options';
import { locateDatabase, type LocatedDatabase } from './connection/locate-database';
import { initialize, openDataSource } from './connection/open-data-source';
import { OpeningDataSource } from './connection/opening-data-source';
import type { DatabaseFeature } from './database-feature';
import { bringUpToDate } from './migrations/bring-up-to-date';

/** The database of a process, from its start to its end. */
export class Database implements OnApplicationShutdown {
  private readonly logger = new Logger('Database');
  private located?: LocatedDatabase;
  /** To be used at once: what is asked of it before the database is open waits. */
  readonly dataSource: OpeningDataSource;
  /**
   * Resolves when the database is there and its schema up to date; rejects with a `DatabaseError`
   * that says what is wrong, in one line, with the exit code for it.
   */
  readonly opened: Promise<void>;

  private constructor(
    private readonly config: DatabaseConfig,
    private readonly server: ServerConfig,
    private readonly features: readonly DatabaseFeature[],
  ) {
    const { url = '', poolSize, statementTimeoutMs } = config;
    const options = dataSourceOptions({ url, poolSize, statementTimeoutMs }, features);
    this.dataSource = new OpeningDataSource(options, () => this.opened);
    this.opened = this.open();
    // Told to whoever waits, and no fault of the process where nobody does.
    this.opened.catch(() => undefined);
  }

  /** Begins to open it. */
  static async begin(
    config: DatabaseConfig,
    server: ServerConfig,
    features: readonly DatabaseFeature[],
  ): Promise<Database> {
    const database = new Database(config, server, features);
    await database.dataSource.prepare();
    return database;
  }

  /** In the last phase of the shutdown: until then, whatever is left may still be written. */
  async onApplicationShutdown(): Promise<void> {
    await this.opened.catch(() => undefined);
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
    await this.located?.release();
  }

  private async open(): Promise<void> {
    const { config, server, logger } = this;
    this.located = await locateDatabase(config, server, (error) => logger.error(String(error)));
    const { url, note } = this.located;
    if (note !== undefined) logger.warn(note);
    await this.prepareSchema(url);
    this.dataSource.setOptions({ url });
    await initialize(this.dataSource, url);
  }

  /** Over a connection of its own: all others wait until the schema fits the code. */
  private async prepareSchema(url: string): Promise<void> {
    const { statementTimeoutMs } = this.config;
    const settings = { url, poolSize: 1, statementTimeoutMs };
    const dataSource = await openDataSource(settings, this.features);
    try {
      await bringUpToDate(dataSource, this.server, this.logger);
    } finally {
      await dataSource.destroy();
    }
  }
}
