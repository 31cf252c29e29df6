import { join } from 'node:path';
import type { AzureResource } from '../../deploy/azure/azure-resource';
import { withTemporaryFolder } from '../../deploy/cli/temporary';
import { Cli, LONG_RUN_MS } from '../../deploy/cli/cli';
import type { FunctionEnvironment } from './environment-file';

/** What is read of a function app. */
export interface Site extends AzureResource {
  readonly properties?: { readonly state?: string };
}

/** The packages that a function app ran, stored by their hashes for a roll-back. */
export class PackageStore {
  private readonly container: readonly string[];

  constructor(
    private readonly az: Cli,
    { storageAccount }: FunctionEnvironment,
  ) {
    const container = ['--container-name', 'releases', '--auth-mode', 'login'];
    this.container = ['--account-name', storageAccount, ...container];
  }

  async upload(release: string, file: string): Promise<void> {
    const args = ['--name', `${release}.zip`, '--file', file, '--overwrite'];
    await this.az.run(['storage', 'blob', 'upload', ...this.container, ...args], LONG_RUN_MS);
  }

  /** @throws {DeployError} NOT_FOUND */
  async download(release: string, file: string): Promise<void> {
    const args = ['--name', `${release}.zip`, '--file', file];
    await this.az.run(['storage', 'blob', 'download', ...this.container, ...args], LONG_RUN_MS);
  }
}

/** The call that makes a function app run a package. */
export const publishArguments = (
  { resourceGroup, functionApp }: FunctionEnvironment,
  file: string,
) => [
  ...['functionapp', 'deployment', 'source', 'config-zip'],
  ...['--resource-group', resourceGroup, '--name', functionApp, '--src', file],
];

const zipProgram = { program: 'zip', install: 'the package zip of your system', failures: [] };

/** Packs a folder into a temporary zip file. */
export async function withZip<T>(folder: string, use: (zip: string) => Promise<T>): Promise<T> {
  return withTemporaryFolder(async (target) => {
    const zip = join(target, 'package.zip');
    await new Cli(zipProgram, [], { cwd: folder }).run(['-q', '-X', '-r', zip, '.']);
    return use(zip);
  });
}
