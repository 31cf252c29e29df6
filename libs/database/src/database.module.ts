import { DatabaseConfig, ServerConfig } from '@acme/config';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { Database } from './database';
import type { DatabaseFeature } from './database-feature';
import { DatabaseHealth } from './database-health';

export interface DatabaseModuleOptions {
  /** What the libraries of the app add, each its entities and migrations. */
  readonly features: readonly DatabaseFeature[];
}

/**
 * Provides TypeORM's `DataSource` and `EntityManager` to the whole application, and
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
  static forRoot({ features }: DatabaseModuleOptions): DynamicModule {
    return {
      module: DatabaseModule,
      providers: [
        {
          provide: Database,
          inject: [DatabaseConfig, ServerConfig],
          useFactory: (config: DatabaseConfig, server: ServerConfig) =>
            Database.open(config, server, features),
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
      ],
      exports: [DataSource, EntityManager, DatabaseHealth],
    };
  }
}
