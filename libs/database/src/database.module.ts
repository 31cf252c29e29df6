import { DatabaseConfig, ServerConfig } from '@repo/config';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { Database } from './database';
import type { DatabaseFeature } from './database-feature';
import { DatabaseHealth } from './database-health';
import { PoolSize } from './pool-size';
import { Tables } from './tables';

export interface DatabaseModuleOptions {
  /** What the libraries of the app add, each its entities and migrations. */
  readonly features: readonly DatabaseFeature[];
  /**
   * `awaited`, the default: the application starts when the database is open, or not at all. With a
   * promise it does not wait, but what is asked of `Tables` does; TypeORM's own `DataSource` fails
   * until then. The database is opened when the promise resolves, and never when that rejects.
   * Whoever starts the application waits for `Database.opened`, and ends it when that rejects.
   */
  readonly opening?: 'awaited' | Promise<unknown>;
}

/**
 * Provides `Database`, `Tables`, `DatabaseHealth`, `PoolSize`, and TypeORM's own `DataSource` and
 * `EntityManager`, with which `TypeOrmModule.forFeature` of `@nestjs/typeorm` works. Its `forRoot` is
 * not used: it would connect before it is known whether the embedded server runs, and retry, with a
 * stack each time, what no retry mends.
 *
 * The connections are closed in `onApplicationShutdown`; what has something left to write does so in
 * `onModuleDestroy` or `beforeApplicationShutdown`.
 *
 * @example imports: [ConfigModule.forRoot(config), DatabaseModule.forRoot({ features: [auditSchema] })]
 */
@Global()
@Module({})
export class DatabaseModule {
  static forRoot({ features, opening = 'awaited' }: DatabaseModuleOptions): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        {
          provide: Database,
          inject: [DatabaseConfig, ServerConfig],
          useFactory: async (config: DatabaseConfig, server: ServerConfig) => {
            if (opening !== 'awaited') return new Database(config, server, features, opening);
            const database = new Database(config, server, features);
            await opened(database);
            return database;
          },
        },
        { provide: Tables, useExisting: Database },
        {
          provide: DataSource,
          inject: [Database],
          useFactory: ({ dataSource }: Database) => dataSource,
        },
        {
          provide: EntityManager,
          inject: [DataSource],
          useFactory: ({ manager }: DataSource) => manager,
        },
        DatabaseHealth,
        PoolSize,
      ],
      exports: [Database, Tables, DataSource, EntityManager, DatabaseHealth, PoolSize],
    };
  }
}

/** Nest calls no hook of a provider that it did not get. */
async function opened(database: Database): Promise<void> {
  try {
    await database.opened;
  } catch (error) {
    await database.onApplicationShutdown();
    throw error;
  }
}
