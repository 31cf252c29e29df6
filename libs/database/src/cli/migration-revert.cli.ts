import 'reflect-metadata';
import { loadConfigOrExit } from '@repo/config';
import { revertDatabase } from '../migrations/migrate-database';
import { featuresFrom } from './features-from';
import { runCommand } from './run-command';

runCommand(async () => {
  const features = await featuresFrom(process.argv[2]);
  const reverted = await revertDatabase(loadConfigOrExit(), features);
  return reverted === undefined ? 'No migration is left.' : `Taken back: ${reverted}.`;
});
