import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { join } from 'node:path';
import { EcsApi } from '../../platforms/ecs/ecs-api';
import { EcsFiles } from '../../platforms/ecs/ecs-files';
import { EcsPlatform } from '../../platforms/ecs/ecs.platform';
import { renderTaskDefinition, templateValues } from '../../platforms/ecs/render-task-definition';
import { workspaceRoot } from '../../workspace-root';
import { awsRequestLimits } from '../aws-call';
import type { Clock } from '../clock';
import type { FakeAws } from './fake-aws';

const files = new EcsFiles(join(workspaceRoot, 'deploy/ecs'));

/** The task definition of the api in staging. */
export const definitionOf = (image: string) =>
  renderTaskDefinition(
    files.taskDefinition('api'),
    templateValues(files.environment('staging'), 'api', image),
  );

/** Deploys to the stand-in as `open` would to AWS. @param requestTimeout milliseconds */
export function ecsPlatform(aws: FakeAws, clock: Clock, requestTimeout = 15_000): EcsPlatform {
  const config = {
    endpoint: aws.url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    maxAttempts: 3,
    requestHandler: { ...awsRequestLimits, requestTimeout },
  };
  const clients = {
    ecs: new EcsApi(new ECSClient(config), 'mcp'),
    ecr: new ECRClient(config),
    logs: new CloudWatchLogsClient(config),
  };
  return new EcsPlatform(files, clients, clock);
}
