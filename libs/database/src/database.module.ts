import { DatabaseConfig, ServerConfig } from '@acme/config';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { Database } from './database';
import type { DatabaseFeature } from './database-feature';
import { DatabaseHealth } from './database-health';
import { PoolSize } from './pool-size';

export interface DatabaseModuleOptions {
  /** What the libraries of the app add, each its entities and migrations. */
  readonly features: readonly DatabaseFeature[];
  /**
   * `awaited`: the application starts when the database is open, or not at all. `beside`: it does
   * not wait, nor do its providers, but what they ask of the database does; whoever starts the
   * application waits for `Database.opened`, and ends it when that rejects. `awaited` unless said.
   */
  readonly opening?: 'awaited' | 'beside';
}

/**
 * Provides TypeORM's `DataSource` and `EntityManager` to the whole application, and `Database` and
 * `DatabaseHealth`. `TypeOrmModule.forFeature` of `@nestjs/typeorm` works on it. Its `forRoot` is not
 * used: it would connect before it is known whether the embedded server runs, and retry, with a stack
 * each time, what no retry mends.
 *
 * The connections are closed in `onApplicationShutdown`; what has something left to write does so in
 * `onModuleDestroy` or `beforeApplicationShutdown`.
 *
 * @example imports: [ConfigModule.forRoot(config), DatabaseModule.forRoot({ features: [auditSchema] })]
 */
@Global()
@Module({})
export class DatabaseModule {
  static forRoot({ features, opening }: DatabaseModuleOptions): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        {
          provide: Database,
          inject: [DatabaseConfig, ServerConfig],
          useFactory: async (config: DatabaseConfig, server: ServerConfig) => {
            const database = await Database.begin(config, server, features);
            if (opening !== 'beside') await opened(database);
            return database;
          },
        },
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
      exports: [Database, DataSource, EntityManager, DatabaseHealth, PoolSize],
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
