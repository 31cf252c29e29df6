import { asDeployError, DeployError } from '@repo/platform/src/deploy/deploy.error';
import { EcsApi } from '@repo/platform/src/platforms/ecs/ecs-api';
import { readPush } from '@repo/platform/src/push/push-file';
import { ECSClient } from '@aws-sdk/client-ecs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { loadEnvironment } from './environment';
import { firstMigration } from './first-migration';
import { runningImage } from './running-image';

const here = join(__dirname, '..');
const root = join(here, '../..');

/**
 * Makes or changes the infrastructure of one environment: the foundation, and the services once
 * there are images for them.
 */
async function provision(name: string): Promise<void> {
  const environment = loadEnvironment(name);
  const ecs = new EcsApi(new ECSClient({ region: environment.region }), environment.cluster);
  const outputs = join(here, 'dist', `outputs-${name}.json`);
  cdk({ INFRASTRUCTURE_ENVIRONMENT: name }, `mcp-${name}-foundation`, '--outputs-file', outputs);

  const running = await runningImage(ecs, 'api');
  const api = running ?? readPush(join(root, 'apps/api')).image;
  const worker = (await runningImage(ecs, 'worker')) ?? readPush(join(root, 'apps/worker')).image;
  if (running === undefined) await firstMigration(ecs, environment, api, outputs);
  const images = { API_IMAGE: api, WORKER_IMAGE: worker };
  cdk({ INFRASTRUCTURE_ENVIRONMENT: name, ...images }, `mcp-${name}-services`);
}

function cdk(env: Record<string, string>, ...args: string[]): void {
  const command = join(here, 'node_modules/.bin/cdk');
  const options = { cwd: here, stdio: 'inherit', env: { ...process.env, ...env } } as const;
  const { status } = spawnSync(command, ['deploy', '--exclusively', ...args], options);
  if (status !== 0) throw new DeployError('FAILED', `cdk deploy ended with code ${status}.`);
}

const [name] = process.argv.slice(2);
if (!name) throw new Error('Say which environment: npx nx provision aws-infrastructure staging');
provision(name).catch((error: unknown) => {
  const { message, details, exitCode } = asDeployError(error);
  console.error([message, ...details].join('\n'));
  process.exitCode = exitCode;
});
