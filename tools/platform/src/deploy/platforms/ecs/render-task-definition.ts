import type { RegisterTaskDefinitionCommandInput } from '@aws-sdk/client-ecs';
import { DeployError } from '../../deploy.error';
import { isObject } from '@repo/foundation';
import type { EcsEnvironment } from './environment-file';

const placeholder = /\$\{([^}]*)\}/g;

/** What the placeholders of a task definition stand for. */
export type TemplateValues = Readonly<
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
export function renderTaskDefinition(
  template: unknown,
  values: TemplateValues,
): RegisterTaskDefinitionCommandInput {
  return fill(template, values) as RegisterTaskDefinitionCommandInput;
}

function fill(node: unknown, values: TemplateValues): unknown {
  if (typeof node === 'string') {
    return node.replace(placeholder, (_, name: string) => valueOf(name, values));
  }
  if (Array.isArray(node)) return node.map((item) => fill(item, values));
  if (!isObject(node)) return node;
  return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, fill(item, values)]));
}

function valueOf(name: string, values: TemplateValues): string {
  if (name.startsWith('secret:')) {
    const { region, account } = values;
    return `arn:aws:secretsmanager:${region}:${account}:${name}`;
  }
  if (Object.hasOwn(values, name)) return values[name as keyof TemplateValues];
  const known = [...Object.keys(values), 'secret:NAME'].join(', ');
  throw new DeployError(
    'USAGE',
    `The task definition has the placeholder ${JSON.stringify(name)}; known are ${known}.`,
  );
}
