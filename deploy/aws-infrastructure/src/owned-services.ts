import { DeployError } from '@repo/platform/src/deploy/deploy.error';
import { askCloudFormation } from './aws-cli';

interface Template {
  readonly Resources?: Readonly<
    Record<string, { readonly Type: string; readonly DeletionPolicy?: string }>
  >;
}

/** The services that a stack would delete when its next template names them no more. */
export function ownedServices({ Resources = {} }: Template): string[] {
  return Object.entries(Resources)
    .filter(([, { Type }]) => Type === 'AWS::ECS::Service')
    .filter(([, { DeletionPolicy }]) => DeletionPolicy !== 'Retain')
    .map(([id]) => id);
}

/**
 * Up to version 0.1 the stack owned the services; taking them out of it would delete them.
 *
 * @throws {DeployError} USAGE
 */
export function refuseOwnedServices(environment: string, region: string): void {
  const stack = `mcp-${environment}-services`;
  const template = askCloudFormation<Template>(
    region,
    ...['get-template', '--stack-name', stack, '--query', 'TemplateBody'],
  );
  const owned = ownedServices(template ?? {});
  if (owned.length === 0) return;
  throw new DeployError(
    'USAGE',
    `The stack ${stack} owns ${owned.join(' and ')} and would delete them. ` +
      'Release them first: docs/deploy/ecs.md#from-version-01.',
  );
}
