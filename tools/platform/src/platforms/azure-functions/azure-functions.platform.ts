import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { azCli, RELEASE_TAG, ResourceApi, resourceId } from '../../deploy/azure/azure-resource';
import { DeployError } from '../../deploy/deploy.error';
import { differences } from '../../deploy/differences';
import { withPackage } from '../../deploy/functions/function-package';
import { migrateLocally, migrationCalls } from '../../deploy/functions/local-migration';
import type { LockStore, Plan, Platform, Release } from '../../deploy/platform';
import { readEnvironment } from '../../deploy/templates/read-environment';
import { releaseHash, requireFormer } from '../../deploy/release';
import { withTemporaryFile } from '../../deploy/cli/temporary';
import { type Cli, LONG_RUN_MS } from '../../deploy/cli/cli';
import { type FunctionEnvironment, functionEnvironment } from './environment-file';
import { Infrastructure } from './infrastructure';
import { PackageStore, publishArguments, type Site, withZip } from './function-app';

const API_VERSION = '2024-04-01';

interface AzureFunctionsPlan extends Plan {
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
  readonly lock: LockStore<AzureFunctionsPlan> = {
    read: () => this.site.readLock(),
    write: (_, lock) => this.site.writeLock(lock),
    clear: () => this.site.clearLock(),
  };
  private readonly environment: FunctionEnvironment;
  private readonly az: Cli;
  private readonly site: ResourceApi<Site>;
  private readonly infrastructure: Infrastructure;
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
    this.az = azCli(this.environment.subscription);
    const id = resourceId(this.environment, 'Microsoft.Web/sites', this.environment.functionApp);
    this.site = new ResourceApi(this.az, id, API_VERSION);
    this.infrastructure = new Infrastructure(folder, this.environment);
  }

  async plan({ image }: Release, signal: AbortSignal): Promise<AzureFunctionsPlan> {
    const release = releaseHash([image, ...this.files.map((file) => readFileSync(file, 'utf8'))]);
    const site = await this.site.within(signal).get();
    if (site === undefined) {
      const { functionApp } = this.environment;
      const step = this.infrastructure.command;
      throw new DeployError('NOT_FOUND', `There is no ${functionApp}. Make it first: ${step}`);
    }
    await this.infrastructure.requireDeployed(this.az.within(signal));
    const former = site.tags?.[RELEASE_TAG];
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

  async migrate(_: AzureFunctionsPlan, signal: AbortSignal): Promise<void> {
    await migrateLocally(this.root, signal);
  }

  async rollOut({ release, source }: AzureFunctionsPlan, signal: AbortSignal): Promise<void> {
    await withPackage(source, this.files, (folder) =>
      withZip(folder, async (zip) => {
        await this.packages(signal).upload(release, zip);
        await this.az.within(signal).run(publishArguments(this.environment, zip), LONG_RUN_MS);
      }),
    );
    await this.site.within(signal).tag(RELEASE_TAG, release);
  }

  async rollBack(plan: AzureFunctionsPlan, signal: AbortSignal): Promise<void> {
    const former = requireFormer(plan.former);
    await withTemporaryFile('package.zip', '', async (zip) => {
      await this.packages(signal).download(former, zip);
      await this.az.within(signal).run(publishArguments(this.environment, zip), LONG_RUN_MS);
    });
    await this.site.within(signal).tag(RELEASE_TAG, former);
  }

  /** The CLI reads no log of Flex Consumption. */
  report(): Promise<readonly string[]> {
    const { functionApp } = this.environment;
    return Promise.resolve([`Look at the exceptions of ${functionApp} in Application Insights.`]);
  }

  private packages(signal: AbortSignal): PackageStore {
    return new PackageStore(this.az.within(signal), this.environment);
  }
}
