import type { AzureResource } from '../azure/resource';
import type { Tool } from '../tool/tool';
import type { FunctionEnvironment } from './environment-file';

/** What is read of a function app. */
export interface Site extends AzureResource {
  readonly properties?: { readonly state?: string };
}

/** The packages that a function app ran, kept by their digests, so that it can go back to one. */
export class Packages {
  private readonly place: readonly string[];

  constructor(
    private readonly az: Tool,
    { storageAccount }: FunctionEnvironment,
  ) {
    const container = ['--container-name', 'releases', '--auth-mode', 'login'];
    this.place = ['--account-name', storageAccount, ...container];
  }

  async keep(release: string, file: string, signal: AbortSignal): Promise<void> {
    const args = ['--name', `${release}.zip`, '--file', file, '--overwrite'];
    await this.az.run(['storage', 'blob', 'upload', ...this.place, ...args], signal);
  }

  /** @throws {DeployError} NOT_FOUND */
  async fetch(release: string, file: string): Promise<void> {
    const args = ['--name', `${release}.zip`, '--file', file];
    await this.az.run(['storage', 'blob', 'download', ...this.place, ...args]);
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
