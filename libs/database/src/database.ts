import type { DatabaseConfig, ServerConfig } from '@acme/config';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import { locateDatabase, type LocatedDatabase } from './connection/locate-database';
import { openDataSource } from './connection/open-data-source';
import type { DatabaseFeature } from './database-feature';
import { bringUpToDate } from './migrations/bring-up-to-date';

/** The open database of a process, from its start to its end. */
export class Database implements OnApplicationShutdown {
  private constructor(
    private readonly located: LocatedDatabase,
    readonly dataSource: DataSource,
  ) {}

  /** @throws {DatabaseError} what is wrong, in one line, with the exit code for it */
  static async open(
    config: DatabaseConfig,
    server: ServerConfig,
    features: readonly DatabaseFeature[],
  ): Promise<Database> {
    const logger = new Logger('Database');
    const located = await locateDatabase(config, server, (error) => logger.error(String(error)));
    if (located.note !== undefined) logger.warn(located.note);
    try {
      const { url } = located;
      const { poolSize, statementTimeoutMs } = config;
      const dataSource = await openDataSource({ url, poolSize, statementTimeoutMs }, features);
      const database = new Database(located, dataSource);
      await bringUpToDate(dataSource, server, logger).catch(async (error: unknown) => {
        await dataSource.destroy();
        throw error;
      });
      return database;
    } catch (error) {
      await located.release();
      throw error;
    }
  }

  /** In the last phase of the shutdown: until then, whatever is left may still be written. */
  async onApplicationShutdown(): Promise<void> {
    await this.dataSource.destroy();
    await this.located.release();
  }
}
