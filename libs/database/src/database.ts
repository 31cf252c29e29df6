import type { DatabaseConfig, ServerConfig } from '@repo/config';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import {
  DataSource,
  type EntityManager,
  type ObjectLiteral,
  type QueryRunner,
  type Repository,
} from 'typeorm';
import { dataSourceOptions } from './connection/data-source-options';
import { locateDatabase, type LocatedDatabase } from './connection/locate-database';
import { initialize, openDataSource } from './connection/open-data-source';
import { NO_POOL, poolState, type PoolState } from './connection/pool-state';
import type { DatabaseFeature } from './database-feature';
import { bringUpToDate } from './migrations/bring-up-to-date';
import { Tables } from './tables';

/** The database of a process, from its start to its end. */
export class Database extends Tables implements OnApplicationShutdown {
  private readonly logger = new Logger('Database');
  private readonly located: Promise<LocatedDatabase>;
  private hasOpened = false;
  /** TypeORM's own, which is of use when the database is open. */
  readonly dataSource: DataSource;
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
    const { url = '', poolSize, statementTimeoutMs } = config;
    this.dataSource = new DataSource(
      dataSourceOptions({ url, poolSize, statementTimeoutMs }, features),
    );
    this.located = begin.then(() =>
      locateDatabase(config, server, (error) => this.logger.error(String(error))),
    );
    this.opened = this.located.then((located) => this.open(located));
    // Told to whoever waits, and no fault of the process where nobody does.
    this.opened.catch(() => undefined);
  }

  /** Its connections now; none before it is open. */
  get pool(): PoolState {
    return this.dataSource.isInitialized ? poolState(this.dataSource) : NO_POOL;
  }

  get isOpen(): boolean {
    return this.hasOpened;
  }

  /** For connections of one's own; when the database is open. */
  async url(): Promise<string> {
    await this.opened;
    return (await this.located).url;
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

  async createQueryRunner(): Promise<QueryRunner> {
    return (await this.whenOpen()).createQueryRunner();
  }

  /** In the last phase of the shutdown: until then, whatever is left may still be written. */
  async onApplicationShutdown(): Promise<void> {
    await this.opened.catch(() => undefined);
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
    const located = await this.located.catch(() => undefined);
    await located?.release();
  }

  private async whenOpen(): Promise<DataSource> {
    await this.opened;
    return this.dataSource;
  }

  private async open({ url, note }: LocatedDatabase): Promise<void> {
    if (note !== undefined) this.logger.warn(note);
    await this.prepareSchema(url);
    this.dataSource.setOptions({ url });
    await initialize(this.dataSource, url);
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
