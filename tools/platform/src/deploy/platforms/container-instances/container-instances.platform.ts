import type { Clock } from '../../clock';
import { asDeployError, DeployError } from '../../deploy.error';
import { differences } from '../../differences';
import { parseImageReference } from '../../image-reference';
import type { DeployLock, Plan, Platform, Release } from '../../platform';
import { waitUntil } from '../../wait-until';
import { azFor } from '../azure/az';
import { releaseTag, ResourceApi } from '../azure/resource';
import { readEnvironment } from '../templates/read-environment';
import { shortHash } from '../templates/short-hash';
import { pickManagedFields } from '../templates/pick-managed-fields';
import type { Tool } from '../tool/tool';
import { type ContainerGroup, groupState, withoutSecrets } from './container-group';
import { type ContainerEnvironment, containerEnvironment } from './environment-file';
import { readGroup, renderGroup } from './render-group';
import { runMigration } from './run-migration';
import { Vault } from './vault';

const pollMs = 5_000;
const atMostMs = 15 * 60_000;
const apiVersion = '2023-05-01';

export interface ContainerInstancesPlan extends Plan {
  readonly app: string;
  readonly image: string;
  readonly hash: string;
  readonly live?: ContainerGroup;
}

/** Deploys to a container group, which Azure replaces in its place: it is away for a moment. */
export class ContainerInstancesPlatform implements Platform<ContainerInstancesPlan> {
  private readonly environment: ContainerEnvironment;
  private readonly az: Tool;
  private readonly group: ResourceApi<ContainerGroup>;
  private readonly vault: Vault;

  /** @param folder the workspace's `deploy/container-instances` */
  constructor(
    private readonly folder: string,
    environment: string,
    private readonly clock: Clock,
  ) {
    this.environment = readEnvironment(folder, environment, containerEnvironment);
    this.az = azFor(this.environment.subscription);
    this.vault = new Vault(this.az, this.environment.keyVault);
    this.group = this.apiOf('mcp-server');
  }

  async plan({ app, image }: Release): Promise<ContainerInstancesPlan> {
    parseImageReference(image);
    const { template, secrets } = readGroup(this.folder, 'container-group.yaml', app);
    const versions = await this.vault.versions(secrets);
    const wanted = renderGroup(template, this.environment, image, versions);
    const hash = shortHash(wanted);
    const live = await this.group.get();
    const compared = withoutSecrets(wanted);
    return {
      ...{ app, image, hash },
      state: stateOf(live, hash),
      ...(live === undefined ? {} : { live }),
      calls: ['mcp-migrate', 'mcp-server'].map((name) =>
        this.az.line(['rest', '--method', 'put', '--url', this.idOf(name), '--body', '@body.json']),
      ),
      differences: live
        ? differences(pickManagedFields(live, compared), compared)
        : [`${template.name}: new`],
    };
  }

  async readLock(): Promise<DeployLock | undefined> {
    return this.group.readLock();
  }

  async writeLock({ live }: ContainerInstancesPlan, lock: DeployLock): Promise<void> {
    if (live !== undefined) await this.group.writeLock(lock);
  }

  async clearLock(): Promise<void> {
    await this.group.clearLock();
  }

  async migrate({ app, image }: ContainerInstancesPlan, signal: AbortSignal): Promise<void> {
    const group = await this.render('migration.yaml', app, image);
    const logs = () => this.logTail(group.name);
    await runMigration(this.apiOf(group.name), group, this.wait(signal), logs);
  }

  async rollOut(plan: ContainerInstancesPlan, signal: AbortSignal): Promise<void> {
    if (plan.state !== 'continue') await this.put(plan, plan.image, plan.hash, signal);
    await this.waitForRunning(signal);
  }

  async rollBack(plan: ContainerInstancesPlan): Promise<void> {
    const former = plan.live?.properties.containers[0]?.properties.image;
    const hash = plan.live?.tags?.[releaseTag];
    if (former === undefined || hash === plan.hash) {
      throw new DeployError('NOT_FOUND', 'Nothing ran before, so there is nothing to go back to.');
    }
    await this.put(plan, former, hash ?? 'unknown');
    await this.waitForRunning();
  }

  async report(): Promise<readonly string[]> {
    return this.logTail('mcp-server').catch((error: unknown) => [asDeployError(error).message]);
  }

  /** The group keeps the tags that it has, such as the hold. */
  private async put(
    { app }: ContainerInstancesPlan,
    image: string,
    hash: string,
    signal?: AbortSignal,
  ): Promise<void> {
    const group = await this.render('container-group.yaml', app, image);
    const { tags } = (await this.group.get()) ?? {};
    await this.group.put({ ...group, tags: { ...tags, [releaseTag]: hash } }, signal);
  }

  private async render(file: string, app: string, image: string): Promise<ContainerGroup> {
    const { template, secrets } = readGroup(this.folder, file, app);
    return renderGroup(template, this.environment, image, await this.vault.values(secrets));
  }

  private async waitForRunning(signal?: AbortSignal): Promise<void> {
    await waitUntil('The roll-out of mcp-server', this.wait(signal), async () => {
      const state = groupState(await this.group.get());
      if (state.is === 'failed') throw new DeployError('FAILED', `mcp-server: ${state.reason}.`);
      return state.is === 'running' ? state : undefined;
    });
  }

  private async logTail(name: string): Promise<string[]> {
    const place = ['--resource-group', this.environment.resourceGroup, '--name', name];
    const text = await this.az.run(['container', 'logs', ...place]);
    return text
      .trim()
      .split('\n')
      .slice(-10)
      .map((line) => `  | ${line}`);
  }

  private idOf(name: string): string {
    const { subscription, resourceGroup } = this.environment;
    const group = `/subscriptions/${subscription}/resourceGroups/${resourceGroup}`;
    return `${group}/providers/Microsoft.ContainerInstance/containerGroups/${name}`;
  }

  private apiOf(name: string) {
    return new ResourceApi<ContainerGroup>(this.az, this.idOf(name), apiVersion);
  }

  private wait(signal?: AbortSignal) {
    const { clock } = this;
    return { clock, every: pollMs, atMost: atMostMs, ...(signal ? { signal } : {}) };
  }
}

function stateOf(live: ContainerGroup | undefined, hash: string): Plan['state'] {
  if (live?.tags?.[releaseTag] !== hash) return 'change';
  const { is } = groupState(live);
  return is === 'running' ? 'unchanged' : is === 'starting' ? 'continue' : 'change';
}
