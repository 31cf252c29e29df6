import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import { fillPlaceholders } from '../../deploy/templates/template';
import type { EcsApp, EcsEnvironment } from './environment-file';

/** What the placeholders of an app's task definition stand for. */
export const templateValues = (environment: EcsEnvironment, app: string, image: string) => {
  const { name, account, region, domain, cluster, sizes, database } = environment;
  const { cpu, memory } = sizes[app as EcsApp];
  const { poolSize } = database;
  return { environment: name, account, region, domain, cluster, image, cpu, memory, poolSize };
};

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
