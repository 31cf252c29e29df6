export { DatabaseError, type DatabaseErrorCode, EX_UNAVAILABLE } from './database.error';
export { type DatabaseFeature, type Entity, type Migration } from './database-feature';
export { DatabaseHealth } from './database-health';
export { DatabaseModule, type DatabaseModuleOptions } from './database.module';
export { migrateDatabase } from './migrations/migrate-database';
