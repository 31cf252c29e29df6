import { asDeployError, DeployError } from '../deploy.error';
import { Cli, LONG_RUN_MS } from '../cli/cli';

const VARIABLE = 'DEPLOY_DATABASE_URL';
const args = ['nx', 'run', 'database:migration-run'];

/** The call of a migration, for a dry run; none where another deploy brings it. */
export const migrationCalls = (env = process.env) =>
  env[VARIABLE] === 'none' ? [] : [`DATABASE_URL=$${VARIABLE} npx ${args.join(' ')}`];

/**
 * Migrates from this machine, as a function has no task that ends.
 *
 * @param env with `DEPLOY_DATABASE_URL`: the database as this machine reaches it, or `none` where
 *   another deploy migrates it
 * @throws {DeployError} USAGE without it, MIGRATION_FAILED
 */
export async function migrateLocally(
  root: string,
  signal: AbortSignal,
  env = process.env,
): Promise<void> {
  const url = env[VARIABLE];
  if (url === 'none') return;
  if (!url) {
    const ways =
      'the database as this machine reaches it, or none where another deploy migrates it';
    throw new DeployError('USAGE', `${VARIABLE} is not set: expected ${ways}.`);
  }
  const npx = new Cli({ program: 'npx', install: 'https://nodejs.org', failures: [] }, [], {
    cwd: root,
    env: { ...env, DATABASE_URL: url, NX_DAEMON: 'false' },
    signal,
  });
  try {
    await npx.run(args, LONG_RUN_MS);
  } catch (error) {
    signal.throwIfAborted();
    const { message, details } = asDeployError(error);
    throw new DeployError('MIGRATION_FAILED', message, details, { cause: error });
  }
}
