import { ECSClient } from '@aws-sdk/client-ecs';
import { asDeployError } from '@repo/platform/src/deploy/deploy.error';
import { EcsApi } from '@repo/platform/src/platforms/ecs/ecs-api';
import { readPush } from '@repo/platform/src/push/push-file';
import { join } from 'node:path';
import { applyService } from './apply-service';
import { refuseOwnedServices } from './owned-services';
import { Cdk } from './cdk';
import { apps, loadEnvironment } from './environment';
import { firstRevision } from './first-revision';
import { runningService } from './running-service';
import { serviceSettings, type ServicePlace } from './service-settings';

const root = join(__dirname, '../../..');

/**
 * Makes or changes the infrastructure of one environment: the foundation, what stands around the
 * services, the services once there are images for them, and how many tasks they have.
 */
async function provision(name: string, cdk: Cdk): Promise<void> {
  const environment = loadEnvironment(name);
  const client = new ECSClient({ region: environment.region });
  const ecs = new EcsApi(client, environment.cluster);
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
    for (const change of await applyService(client, environment, app, wanted)) console.log(change);
  }
  cdk.deploy('scaling');
}

const actions: Readonly<Record<string, (name: string) => unknown>> = {
  '--yes': (name) => provision(name, new Cdk(name, true)),
  '--diff': (name) => new Cdk(name).diff(),
  '--drift': (name) => new Cdk(name).drift(),
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
