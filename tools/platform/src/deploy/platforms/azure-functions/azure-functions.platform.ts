import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeployError } from '../../deploy.error';
import { differences } from '../../differences';
import type { DeployLock, Plan, Platform, Release } from '../../platform';
import { azFor } from '../azure/az';
import { releaseTag, ResourceApi } from '../azure/resource';
import { migrateFromHere, migrationCalls } from '../functions/migrate-from-here';
import { withPackage } from '../functions/with-package';
import { readEnvironment } from '../templates/read-environment';
import { shortHash } from '../templates/short-hash';
import type { Tool } from '../tool/tool';
import { withFile } from '../tool/with-file';
import { type FunctionEnvironment, functionEnvironment } from './environment-file';
import { Packages, publishArguments, type Site } from './function-app';
import { withZip } from './with-zip';

const apiVersion = '2024-04-01';

export interface AzureFunctionsPlan extends Plan {
  /** The name of the package in the storage account. */
  readonly release: string;
  readonly former?: string;
  readonly source: string;
}

/**
 * Deploys a package to a function app that infrastructure.json has made. Flex Consumption has no
 * slots: the way back is the package that ran before.
 */
export class AzureFunctionsPlatform implements Platform<AzureFunctionsPlan> {
  private readonly environment: FunctionEnvironment;
  private readonly az: Tool;
  private readonly site: ResourceApi<Site>;
  private readonly packages: Packages;
  /** What the host reads beside the package. */
  private readonly files: readonly string[];

  /** @param root the workspace */
  constructor(
    private readonly root: string,
    environment: string,
  ) {
    const folder = join(root, 'deploy/azure-functions');
    this.files = ['host.json', 'package.json'].map((name) => join(folder, name));
    this.environment = readEnvironment(folder, environment, functionEnvironment);
    const { subscription, resourceGroup, functionApp } = this.environment;
    this.az = azFor(subscription);
    const group = `/subscriptions/${subscription}/resourceGroups/${resourceGroup}`;
    const id = `${group}/providers/Microsoft.Web/sites/${functionApp}`;
    this.site = new ResourceApi(this.az, id, apiVersion);
    this.packages = new Packages(this.az, this.environment);
  }

  async plan({ image }: Release): Promise<AzureFunctionsPlan> {
    const release = shortHash([image, ...this.files.map((file) => readFileSync(file, 'utf8'))]);
    const site = await this.site.get();
    if (site === undefined) {
      const { functionApp, resourceGroup } = this.environment;
      const step = `az deployment group create --resource-group ${resourceGroup} --template-file deploy/azure-functions/infrastructure.json`;
      throw new DeployError('NOT_FOUND', `There is no ${functionApp}. Make it first: ${step}`);
    }
    const former = site.tags?.[releaseTag];
    const zip = `${release}.zip`;
    return {
      state: former === release ? 'unchanged' : 'change',
      release,
      source: join(this.root, image.split('@')[0]!),
      ...(former === undefined ? {} : { former }),
      calls: [
        ...migrationCalls(),
        `az storage blob upload ${this.environment.storageAccount}/releases/${zip}`,
        this.az.line(publishArguments(this.environment, zip)),
      ],
      differences: differences({ release: former }, { release }),
    };
  }

  async readLock(): Promise<DeployLock | undefined> {
    return this.site.readLock();
  }

  async writeLock(_: AzureFunctionsPlan, lock: DeployLock): Promise<void> {
    await this.site.writeLock(lock);
  }

  async clearLock(): Promise<void> {
    await this.site.clearLock();
  }

  async migrate(_: AzureFunctionsPlan, signal: AbortSignal): Promise<void> {
    await migrateFromHere(this.root, signal);
  }

  async rollOut({ release, source }: AzureFunctionsPlan, signal: AbortSignal): Promise<void> {
    await withPackage(source, this.files, (folder) =>
      withZip(folder, async (zip) => {
        await this.packages.keep(release, zip, signal);
        await this.az.run(publishArguments(this.environment, zip), signal);
      }),
    );
    await this.site.tag(releaseTag, release);
  }

  async rollBack({ former }: AzureFunctionsPlan): Promise<void> {
    if (former === undefined) {
      throw new DeployError('NOT_FOUND', 'Nothing ran before, so there is nothing to go back to.');
    }
    await withFile('package.zip', '', async (zip) => {
      await this.packages.fetch(former, zip);
      await this.az.run(publishArguments(this.environment, zip));
    });
    await this.site.tag(releaseTag, former);
  }

  /** The CLI reads no log of Flex Consumption. */
  report(): Promise<readonly string[]> {
    const { functionApp } = this.environment;
    return Promise.resolve([`Look at the exceptions of ${functionApp} in Application Insights.`]);
  }
}
