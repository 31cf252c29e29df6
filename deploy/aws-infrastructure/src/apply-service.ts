import {
  CreateServiceCommand,
  type ECSClient,
  type Service,
  UpdateServiceCommand,
} from '@aws-sdk/client-ecs';
import { awsCall } from '@repo/platform/src/deploy/aws-call';
import { ecsFiles, type Environment } from './environment';
import { serviceDifferences } from './service-differences';
import type { ServiceSettings } from './service-settings';

/**
 * Makes a service, or changes how it runs. No stack owns it: CloudFormation would put back the task
 * definition of its last template with every change and every roll-back, and so an old image. What
 * a service runs is changed by the deploy program alone.
 *
 * @param revision the task definition that a new service begins with
 * @returns what was changed, one line each; none where all was so already
 */
export async function applyService(
  client: ECSClient,
  { cluster, sizes }: Pick<Environment, 'cluster' | 'sizes'>,
  app: string,
  wanted: {
    readonly settings: ServiceSettings;
    readonly live?: Service;
    readonly revision: string;
  },
): Promise<readonly string[]> {
  const { settings, live, revision } = wanted;
  const { service } = ecsFiles.service(app);
  if (live === undefined) {
    const desiredCount = sizes[app]!.min;
    const create = { cluster, serviceName: service, taskDefinition: revision, desiredCount };
    await awsCall('ecs:CreateService', undefined, (options) =>
      client.send(new CreateServiceCommand({ ...create, ...settings }), options),
    );
    return [`${service}: created`];
  }
  const changes = serviceDifferences(live, settings);
  if (changes.length === 0) return [];
  // Where tasks are placed is settled when they start: a roll-out of the same revision moves them.
  const forceNewDeployment = changes.some((change) => change.startsWith('capacityProvider'));
  await awsCall('ecs:UpdateService', undefined, (options) =>
    client.send(
      new UpdateServiceCommand({ cluster, service, ...settings, forceNewDeployment }),
      options,
    ),
  );
  return changes.map((change) => `${service}: ${change}`);
}
