import { join } from 'node:path';
import { withTemporaryFile } from '../../deploy/cli/temporary';
import type { Cli } from '../../deploy/cli/cli';
import { DeployError } from '../../deploy/deploy.error';
import { readFileSync } from 'node:fs';
import type { FunctionEnvironment } from './environment-file';

interface Deployment {
  readonly templateHash?: string;
  readonly parameters?: Readonly<Record<string, { readonly value?: unknown }>>;
}

/** By Azure's own rule the name of its file. */
const DEPLOYMENT = 'infrastructure';
const HASH_ADDRESS =
  'https://management.azure.com/providers/Microsoft.Resources/calculateTemplateHash?api-version=2021-04-01';

/**
 * What infrastructure.json declares. Only a person may apply it, as it grants roles; the deploy
 * program refuses to go on while what was applied is another one.
 */
export class Infrastructure {
  private readonly file: string;

  constructor(
    folder: string,
    private readonly environment: FunctionEnvironment,
  ) {
    this.file = join(folder, 'infrastructure.json');
  }

  /** What applies it. */
  get command(): string {
    const { resourceGroup, functionApp, storageAccount, keyVault, domain } = this.environment;
    const values = { functionApp, storageAccount, keyVault, domain, alarmEmail: '…' };
    const parameters = Object.entries(values).map(([key, value]) => `${key}=${value}`);
    return (
      `az deployment group create --name ${DEPLOYMENT} --resource-group ${resourceGroup} ` +
      `--template-file deploy/azure-functions/infrastructure.json --parameters ${parameters.join(' ')}`
    );
  }

  /** @throws {DeployError} USAGE with what differs */
  async requireDeployed(az: Cli): Promise<void> {
    const found = await this.differences(az);
    if (found.length === 0) return;
    throw new DeployError(
      'USAGE',
      `The infrastructure is not what deploy/azure-functions declares, and a deploy does not ` +
        `apply it: nothing was changed. Apply it first: ${this.command}`,
      found,
    );
  }

  private async differences(az: Cli): Promise<string[]> {
    const { resourceGroup, functionApp, storageAccount, keyVault, domain } = this.environment;
    const deployment = await az.find<Deployment>([
      ...['deployment', 'group', 'show', '--name', DEPLOYMENT, '--resource-group', resourceGroup],
      ...['--query', 'properties', '--output', 'json'],
    ]);
    if (deployment === undefined) return [`There is no record of a deployment ${DEPLOYMENT}.`];
    const { templateHash, parameters = {} } = deployment;
    const wanted = { functionApp, storageAccount, keyVault, domain };
    const changed = Object.entries(wanted).flatMap(([name, value]) => {
      const before = parameters[name]?.value;
      return before === value ? [] : [`${name}: ${JSON.stringify(before)} → "${value}"`];
    });
    const isSame = templateHash === (await this.templateHash(az));
    return isSame ? changed : ['infrastructure.json has changed since.', ...changed];
  }

  private templateHash(az: Cli): Promise<string> {
    return withTemporaryFile('template.json', readFileSync(this.file, 'utf8'), (file) =>
      az.json<string>([
        ...['rest', '--method', 'post', '--url', HASH_ADDRESS, '--body', `@${file}`],
        ...['--query', 'templateHash', '--output', 'json'],
      ]),
    );
  }
}
