import type { DatabaseConfig, ServerConfig } from '@repo/config';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { DataSource, EntityManager, ObjectLiteral, Repository } from 'typeorm';
import { dataSourceOptions } from './connection/data-source-options';
import { locateDatabase, type LocatedDatabase } from './connection/locate-database';
import { initialize, openDataSource } from './connection/open-data-source';
import { openingDataSource } from './connection/opening-data-source';
import type { DatabaseFeature } from './database-feature';
import { bringUpToDate } from './migrations/bring-up-to-date';
import { Tables } from './tables';

/** The database of a process, from its start to its end. Loads TypeORM when it is opened. */
export class Database extends Tables implements OnApplicationShutdown {
  private readonly logger = new Logger('Database');
  private readonly located: Promise<LocatedDatabase>;
  private loading?: Promise<DataSource>;
  private hasOpened = false;
  /**
   * Resolves when the database is there and its schema up to date; rejects with a `DatabaseError`
   * that says what is wrong, in one line, with the exit code for it.
   */
  readonly opened: Promise<void>;

  /** @param begin resolves when it shall be opened; when it rejects, the database never is */
  constructor(
    private readonly config: DatabaseConfig,
    private readonly server: ServerConfig,
    private readonly features: readonly DatabaseFeature[],
    begin: Promise<unknown> = Promise.resolve(),
  ) {
    super();
    this.located = begin.then(() =>
      locateDatabase(config, server, (error) => this.logger.error(String(error))),
    );
    this.opened = this.located.then((located) => this.open(located));
    // Told to whoever waits, and no fault of the process where nobody does.
    this.opened.catch(() => undefined);
  }

  get isOpen(): boolean {
    return this.hasOpened;
  }

  /** For connections of one's own; when the database is open. */
  async url(): Promise<string> {
    await this.opened;
    return (await this.located).url;
  }

  /** To be used at once: what is asked of it before the database is open waits. */
  dataSource(): Promise<DataSource> {
    this.loading ??= this.load();
    return this.loading;
  }

  async query<T>(statement: string, parameters?: unknown[]): Promise<T> {
    return (await this.whenOpen()).query<T>(statement, parameters);
  }

  async getRepository<E extends ObjectLiteral>(entity: new () => E): Promise<Repository<E>> {
    return (await this.whenOpen()).getRepository(entity);
  }

  async transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return (await this.whenOpen()).transaction(work);
  }

  /** In the last phase of the shutdown: until then, whatever is left may still be written. */
  async onApplicationShutdown(): Promise<void> {
    await this.opened.catch(() => undefined);
    const dataSource = await this.loading?.catch(() => undefined);
    if (dataSource?.isInitialized) await dataSource.destroy();
    const located = await this.located.catch(() => undefined);
    await located?.release();
  }

  private async whenOpen(): Promise<DataSource> {
    await this.opened;
    return this.dataSource();
  }

  private load(): Promise<DataSource> {
    const { url = '', poolSize, statementTimeoutMs } = this.config;
    const options = dataSourceOptions({ url, poolSize, statementTimeoutMs }, this.features);
    return openingDataSource(options, () => this.opened);
  }

  private async open({ url, note }: LocatedDatabase): Promise<void> {
    if (note !== undefined) this.logger.warn(note);
    const dataSource = await this.dataSource();
    await this.prepareSchema(url);
    dataSource.setOptions({ url });
    await initialize(dataSource, url);
    this.hasOpened = true;
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
