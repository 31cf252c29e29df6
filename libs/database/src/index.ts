export { type DatabaseFeature, type Entity, type Migration } from './database-feature';
export { DatabaseHealth } from './database-health';
export { Database } from './database';
export { DatabaseError, type DatabaseErrorCode, EX_UNAVAILABLE } from './database.error';
export { DatabaseModule, type DatabaseModuleOptions } from './database.module';
export { holdDatabase } from './hold-database';
export { migrateDatabase } from './migrations/migrate-database';
export { PoolSize } from './pool-size';
export { Tables } from './tables';
