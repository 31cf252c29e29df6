import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { systemClock } from '@repo/platform/src/deploy/clock';
import type { EcsApi } from '@repo/platform/src/platforms/ecs/ecs-api';
import { runMigration } from '@repo/platform/src/platforms/ecs/migration';
import {
  renderTaskDefinition,
  templateValues,
} from '@repo/platform/src/platforms/ecs/render-task-definition';
import { ecsFiles, type Environment } from './environment';
import { serviceSettings, type ServicePlace } from './service-settings';

const wait = { clock: systemClock, pollMs: 5_000, timeoutMs: 15 * 60_000 };

/**
 * The revision that a new service begins with. Of the api, whose image has the migrations, it brings
 * the schema into the new database first: the api does not start without it.
 *
 * @returns its ARN
 */
export async function firstRevision(
  ecs: EcsApi,
  environment: Environment,
  app: string,
  { image, place }: { readonly image: string; readonly place: ServicePlace },
): Promise<string> {
  const values = templateValues(environment, app, image);
  const definition = renderTaskDefinition(ecsFiles.taskDefinition(app), values);
  const revision = await ecs.register(definition);
  const { networkConfiguration } = serviceSettings(app, place);
  const plan = { settings: ecsFiles.service(app), definition, service: { networkConfiguration } };
  const logs = new CloudWatchLogsClient({ region: environment.region });
  await runMigration(ecs, logs, plan, revision, wait);
  return revision;
}
