import 'reflect-metadata';
import { loadConfigOrExit } from '@repo/config';
import { migrateDatabase } from '../migrations/migrate-database';
import { featuresFrom } from './features-from';
import { runCommand } from './run-command';

runCommand(async () => {
  const features = await featuresFrom(process.argv[2]);
  const done = await migrateDatabase(loadConfigOrExit(), features);
  return done.length === 0 ? 'The schema is up to date.' : `Migrated: ${done.join(', ')}.`;
});
