import { DeployError } from '@repo/platform/src/deploy/deploy.error';
import { askCloudFormation } from './aws-cli';

interface Output {
  readonly OutputKey: string;
  readonly OutputValue: string;
}

/**
 * The outputs of what is already there of an environment, as `Cdk.deploy` returns them.
 *
 * @throws {DeployError} NOT_FOUND where it was never provisioned
 */
export function stackOutputs(
  environment: string,
  region: string,
): Readonly<Record<string, string>> {
  const outputs = ['foundation', 'services'].flatMap((part) => {
    const stack = `mcp-${environment}-${part}`;
    const found = askCloudFormation<readonly Output[] | null>(
      region,
      ...['describe-stacks', '--stack-name', stack, '--query', 'Stacks[0].Outputs'],
    );
    if (found !== undefined) return found ?? [];
    throw new DeployError(
      'NOT_FOUND',
      `There is no stack ${stack}: npx nx provision aws-infrastructure ${environment} makes it.`,
    );
  });
  return Object.fromEntries(outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]));
}
