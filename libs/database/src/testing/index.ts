export { DatabaseProxy } from './database-proxy';
export { schemaDrift } from './schema-drift';
export {
  type TestDatabase,
  type TestDatabaseOptions,
  withTestDatabase,
} from './with-test-database';
