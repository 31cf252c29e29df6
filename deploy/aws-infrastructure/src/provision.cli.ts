import { ECSClient } from '@aws-sdk/client-ecs';
import { asDeployError, DeployError } from '@repo/platform/src/deploy/deploy.error';
import { systemClock } from '@repo/platform/src/deploy/clock';
import { EcsApi } from '@repo/platform/src/platforms/ecs/ecs-api';
import { readPush } from '@repo/platform/src/push/push-file';
import { join } from 'node:path';
import { applyService } from './apply-service';
import { refuseOwnedServices } from './owned-services';
import { Cdk } from './cdk';
import { apps, type Environment, loadEnvironment } from './environment';
import { firstRevision } from './first-revision';
import { runningService } from './running-service';
import { serviceDrift } from './service-drift';
import { serviceSettings, type ServicePlace } from './service-settings';
import { stackOutputs } from './stack-outputs';
import { isUnderWay, waitForSteady } from './wait-for-steady';

const root = join(__dirname, '../../..');

/** A task that does not come up has failed in ECS's eyes long before. */
const wait = { clock: systemClock, pollMs: 10_000, timeoutMs: 30 * 60_000 };

/**
 * Makes or changes the infrastructure of one environment: the foundation, what stands around the
 * services, the services once there are images for them, and how many tasks they have. It ends when
 * the services that it changed are steady.
 */
async function provision(name: string, cdk: Cdk): Promise<void> {
  const environment = loadEnvironment(name);
  const { client, ecs } = ecsOf(environment);
  refuseOwnedServices(name, environment.region);
  const outputs = { ...cdk.deploy('foundation'), ...cdk.deploy('services') };
  const place = outputs as unknown as ServicePlace;
  // The api first: its image has the migrations.
  for (const app of apps) {
    const live = await runningService(ecs, app);
    const image = () => readPush(join(root, 'apps', app)).image;
    const revision =
      live?.taskDefinition ??
      (await firstRevision(ecs, environment, app, { image: image(), place }));
    const settings = serviceSettings(app, place);
    const wanted = { settings, revision, ...(live && { live }) };
    const changes = await applyService(client, environment, app, wanted);
    for (const change of changes) console.log(change);
    if (changes.length > 0 || (live && isUnderWay(live))) {
      await waitForSteady(ecs, app, settings, wait);
    }
  }
  cdk.deploy('scaling');
}

/** Prints what `provision` would change. */
async function diff(name: string, cdk: Cdk): Promise<void> {
  cdk.diff();
  for (const line of await driftOf(name)) console.log(line);
}

/** @throws {DeployError} FAILED where the stacks or the services are not what `provision` made */
async function drift(name: string, cdk: Cdk): Promise<void> {
  const lines = await driftOf(name);
  for (const line of lines) console.log(line);
  cdk.drift();
  if (lines.length === 0) return;
  throw new DeployError(
    'FAILED',
    `The services of ${name} are not as they should be: npx nx provision aws-infrastructure ${name} makes them so.`,
  );
}

async function driftOf(name: string): Promise<string[]> {
  const environment = loadEnvironment(name);
  const place = stackOutputs(name, environment.region) as unknown as ServicePlace;
  return serviceDrift(ecsOf(environment).ecs, place);
}

function ecsOf({ region, cluster }: Environment) {
  const client = new ECSClient({ region });
  return { client, ecs: new EcsApi(client, cluster) };
}

const actions: Readonly<Record<string, (name: string) => Promise<void>>> = {
  '--yes': (name) => provision(name, new Cdk(name, true)),
  '--diff': (name) => diff(name, new Cdk(name)),
  '--drift': (name) => drift(name, new Cdk(name)),
};

async function main([name, action]: readonly string[]): Promise<void> {
  const byHand = (one: string) => provision(one, new Cdk(one));
  const run = action === undefined ? byHand : actions[action];
  if (!name || !run) {
    throw new Error(
      'Say which environment: npx nx provision aws-infrastructure staging [--yes | --diff | --drift]',
    );
  }
  await run(name);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const { message, details, exitCode } = asDeployError(error);
  console.error([message, ...details].join('\n'));
  process.exitCode = exitCode;
});
