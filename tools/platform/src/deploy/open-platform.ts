import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { join } from 'node:path';
import { runCommand } from '../image/run-command';
import type { Clock } from './clock';
import { parseImageReference } from './image-reference';
import type { Platform, Release } from './platform';
import type { PlatformName } from './platform-names';
import { AzureFunctionsPlatform } from './platforms/azure-functions/azure-functions.platform';
import { CloudFunctionsPlatform } from './platforms/cloud-functions/cloud-functions.platform';
import { CloudRunPlatform } from './platforms/cloud-run/cloud-run.platform';
import { ContainerInstancesPlatform } from './platforms/container-instances/container-instances.platform';
import { EcsApi } from './platforms/ecs/ecs-api';
import { EcsFiles } from './platforms/ecs/ecs-files';
import { EcsPlatform } from './platforms/ecs/ecs.platform';
import { KubernetesApi } from './platforms/kubernetes/kubernetes-api';
import { KubernetesPlatform } from './platforms/kubernetes/kubernetes.platform';
import { LambdaPlatform } from './platforms/lambda/lambda.platform';

/** @param root the workspace, whose folder `deploy` has the manifests */
export async function openPlatform(
  name: PlatformName,
  release: Release,
  { root, clock }: { readonly root: string; readonly clock: Clock },
): Promise<Platform> {
  const { environment } = release;
  switch (name) {
    case 'ecs':
      return openEcs(release, join(root, 'deploy/ecs'), clock);
    case 'kubernetes':
      return openKubernetes(join(root, 'deploy/kubernetes'), clock);
    case 'cloud-run':
      return new CloudRunPlatform(join(root, 'deploy/cloud-run'), environment);
    case 'container-instances': {
      const folder = join(root, 'deploy/container-instances');
      return new ContainerInstancesPlatform(folder, environment, clock);
    }
    case 'lambda':
      return new LambdaPlatform(root, environment);
    case 'cloud-functions':
      return new CloudFunctionsPlatform(root, environment);
    case 'azure-functions':
      return new AzureFunctionsPlatform(root, environment);
  }
}

function openEcs({ environment, image }: Release, folder: string, clock: Clock): Platform {
  const files = new EcsFiles(folder);
  const { region, cluster } = files.environment(environment);
  const { ecr } = parseImageReference(image);
  // Throttled calls are tried again for half a minute.
  const config = { region, maxAttempts: 6 };
  const clients = {
    ecs: new EcsApi(new ECSClient(config), cluster),
    ecr: new ECRClient({ ...config, region: ecr?.region ?? region }),
    logs: new CloudWatchLogsClient(config),
  };
  return new EcsPlatform(files, clients, clock);
}

async function openKubernetes(folder: string, clock: Clock): Promise<Platform> {
  const render = async (environment: string) =>
    (await runCommand(['kubectl', 'kustomize', join(folder, 'overlays', environment)])).toString();
  return new KubernetesPlatform(render, await KubernetesApi.load(), clock);
}
