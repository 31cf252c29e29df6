import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import { fillPlaceholders } from '../../deploy/templates/template';
import { DeployError } from '../../deploy/deploy.error';
import { settingsOf } from '../../deploy/templates/server-settings';
import type { EcsEnvironment } from './environment-file';

/**
 * What the placeholders of an app's task definition stand for.
 *
 * @throws {DeployError} USAGE where the environment says nothing of the app
 */
export function templateValues(environment: EcsEnvironment, app: string, image: string) {
  const { name, account, region, domain, cluster, sizes, database } = settingsOf(environment, app);
  const size = sizes[app];
  if (size === undefined) throw new DeployError('USAGE', `The environment has no sizes.${app}.`);
  const { cpu, memory } = size;
  const { poolSize } = database;
  return { environment: name, account, region, domain, cluster, image, cpu, memory, poolSize };
}

/**
 * A task definition with its placeholders filled in: `${account}` and the others of
 * {@link templateValues}, and `${secret:NAME}` for the secret of that name in Secrets Manager. The
 * deploy program registers it, and `provision` the first one.
 *
 * @throws {DeployError} USAGE for a placeholder that nobody knows
 */
export const renderTaskDefinition = (
  template: unknown,
  values: ReturnType<typeof templateValues>,
): RegisterTaskDefinitionCommandInput =>
  fillPlaceholders(
    template,
    values,
    (name) => `arn:aws:secretsmanager:${values.region}:${values.account}:secret:${name}`,
  );
