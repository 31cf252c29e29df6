import { EcsApi } from '@repo/platform/src/platforms/ecs/ecs-api';
import { runMigration } from '@repo/platform/src/platforms/ecs/migration';
import {
  renderTaskDefinition,
  templateValues,
} from '@repo/platform/src/platforms/ecs/render-task-definition';
import { systemClock } from '@repo/platform/src/deploy/clock';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { readFileSync } from 'node:fs';
import { ecsFiles, type Environment } from './environment';

const wait = { clock: systemClock, pollMs: 5_000, timeoutMs: 15 * 60_000 };

/**
 * Brings the schema into the new database, before there is a service: the api does not start
 * without it.
 *
 * @param outputs the file of the foundation's outputs
 */
export async function firstMigration(
  ecs: EcsApi,
  environment: Environment,
  image: string,
  outputs: string,
): Promise<void> {
  const stacks = JSON.parse(readFileSync(outputs, 'utf8')) as Record<string, Outputs>;
  const { TaskSubnets, TaskSecurityGroup } = stacks[`mcp-${environment.name}-foundation`]!;
  const values = templateValues(environment, image);
  const definition = renderTaskDefinition(ecsFiles.taskDefinition('api'), values);
  const revision = await ecs.register(definition);
  const networkConfiguration = {
    awsvpcConfiguration: {
      subnets: TaskSubnets.split(','),
      securityGroups: [TaskSecurityGroup],
    },
  };
  const plan = { settings: ecsFiles.service('api'), definition, service: { networkConfiguration } };
  const logs = new CloudWatchLogsClient({ region: environment.region });
  await runMigration(ecs, logs, plan, revision, wait);
}

interface Outputs {
  readonly TaskSubnets: string;
  readonly TaskSecurityGroup: string;
}
