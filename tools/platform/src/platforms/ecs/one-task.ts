import type { Service, TaskOverride } from '@aws-sdk/client-ecs';
import type { EcsApi } from './ecs-api';

interface OneTask {
  /** What it is for; with the service, by this a later run finds it. */
  readonly purpose: 'migrate' | 'prove';
  /** The name of the service beside which it runs. */
  readonly service: string;
  readonly revision: string;
  readonly network: Service['networkConfiguration'];
  readonly overrides?: TaskOverride;
}

/**
 * Runs one task of a revision in the network of its service, or finds that of an earlier run, which
 * was cut off.
 *
 * @returns the ARN of the task
 */
export async function oneTask(
  ecs: EcsApi,
  { purpose, service, revision, network, overrides }: OneTask,
): Promise<string> {
  const startedBy = `${purpose}-${service}`.slice(0, 36);
  const running = await ecs.listTasks({ startedBy }, 'RUNNING');
  const earlier = running.find(({ taskDefinitionArn }) => taskDefinitionArn === revision);
  return (
    earlier?.taskArn ??
    ecs.run({
      taskDefinition: revision,
      startedBy,
      count: 1,
      capacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }],
      networkConfiguration: network,
      overrides,
    })
  );
}
