import { Global, Module } from '@nestjs/common';
import { DataSource, EntityManager } from 'typeorm';
import { Database } from './database';

/**
 * Provides TypeORM's own `DataSource` and `EntityManager` to the whole application, and so makes
 * `TypeOrmModule.forFeature` of `@nestjs/typeorm` work. For modules that want these rather than
 * `Tables`; with one of them the start loads TypeORM. Needs the global `DatabaseModule`.
 *
 * @example imports: [DataSourceModule, TypeOrmModule.forFeature([Invoice])]
 */
@Global()
@Module({
  providers: [
    {
      provide: DataSource,
      inject: [Database],
      useFactory: (database: Database) => database.dataSource(),
    },
    {
      provide: EntityManager,
      inject: [DataSource],
      useFactory: ({ manager }: DataSource) => manager,
    },
  ],
  exports: [DataSource, EntityManager],
})
export class DataSourceModule {}
