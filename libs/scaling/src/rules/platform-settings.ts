import { z } from 'zod';
import { httpUrl } from './http-url';

const name = z.string().min(1).max(256);

const ecs = z.strictObject({
  platform: z.literal('ecs'),
  cluster: name.describe('Name or ARN of the cluster.'),
  service: name.describe('Name of the service.'),
  region: name.optional().describe('Default: that of the environment (AWS_REGION).'),
});

const kubernetes = z.strictObject({
  platform: z.literal('kubernetes'),
  namespace: name,
  deployment: name,
  hpa: name.optional().describe('The HorizontalPodAutoscaler of the deployment, where it has one.'),
  context: name.optional().describe("Default: the pod's own service account, else KUBECONFIG."),
});

const cloudRun = z.strictObject({
  platform: z.literal('cloud-run'),
  project: name,
  location: name.describe('The region, such as europe-west3.'),
  service: name,
  mode: z
    .enum(['automatic', 'manual'])
    .default('automatic')
    .describe(
      'automatic: `min` is kept warm and Cloud Run adds instances on demand. manual: exactly `desired` instances.',
    ),
});

const containerInstances = z.strictObject({
  platform: z.literal('container-instances'),
  subscription: name.describe('Id of the subscription.'),
  resource_group: name,
  container_group: name,
});

const processes = z.strictObject({
  platform: z.literal('process'),
  url: httpUrl.describe('Where the api listens for its size.'),
  token_file: name
    .optional()
    .describe('A file with the bearer token to send; its scope is scaling:write.'),
  pool_size: z
    .strictObject({ on_hours: z.int().min(1).max(1000), off_hours: z.int().min(1).max(1000) })
    .optional()
    .describe('Database connections of each worker process.'),
});

export const platforms = [ecs, kubernetes, cloudRun, containerInstances, processes] as const;

export type EcsSettings = z.output<typeof ecs>;
export type KubernetesSettings = z.output<typeof kubernetes>;
export type CloudRunSettings = z.output<typeof cloudRun>;
export type ContainerInstancesSettings = z.output<typeof containerInstances>;
export type ProcessSettings = z.output<typeof processes>;

/** Where a target runs, by `platform`. */
export type PlatformSettings =
  | EcsSettings
  | KubernetesSettings
  | CloudRunSettings
  | ContainerInstancesSettings
  | ProcessSettings;
