import { DeployError } from '@repo/platform/src/deploy/deploy.error';
import { spawnSync } from 'node:child_process';

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
  const args = ['cloudformation', 'get-template', '--stack-name', stack, '--region', region];
  const { status, stdout, stderr, error } = spawnSync(
    'aws',
    [...args, '--query', 'TemplateBody', '--output', 'json'],
    { encoding: 'utf8' },
  );
  if (status !== 0) {
    if (/does not exist/.test(stderr)) return;
    throw new DeployError('FAILED', `aws ${args.join(' ')}: ${error?.message ?? stderr.trim()}`);
  }
  const owned = ownedServices(JSON.parse(stdout) as Template);
  if (owned.length === 0) return;
  throw new DeployError(
    'USAGE',
    `The stack ${stack} owns ${owned.join(' and ')} and would delete them. ` +
      'Release them first: docs/deploy/ecs.md#from-version-01.',
  );
}
