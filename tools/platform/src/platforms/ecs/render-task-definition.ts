import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import { fillPlaceholders } from '../../deploy/templates/template';
import type { EcsEnvironment } from './environment-file';

/** What the placeholders of a task definition stand for. */
type TemplateValues = Readonly<
  Record<'environment' | 'account' | 'region' | 'domain' | 'cluster' | 'image', string>
>;

export const templateValues = (
  { name: environment, account, region, domain, cluster }: EcsEnvironment,
  image: string,
): TemplateValues => ({ environment, account, region, domain, cluster, image });

/**
 * A task definition with its placeholders filled in: `${account}` and the others of
 * {@link TemplateValues}, and `${secret:NAME}` for the secret of that name in Secrets Manager. The
 * deploy program registers it, and the infrastructure makes the first one of it.
 *
 * @throws {DeployError} USAGE for a placeholder that nobody knows
 */
export const renderTaskDefinition = (
  template: unknown,
  values: TemplateValues,
): RegisterTaskDefinitionCommandInput =>
  fillPlaceholders(
    template,
    values,
    (name) => `arn:aws:secretsmanager:${values.region}:${values.account}:secret:${name}`,
  );
