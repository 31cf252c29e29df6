import { azCli, RELEASE_TAG, ResourceApi, resourceId } from '../../deploy/azure/azure-resource';
import type { Clock } from '../../deploy/clock';
import { DeployError } from '../../deploy/deploy.error';
import { differences, pickManagedFields } from '../../deploy/differences';
import { parseImageReference } from '../../deploy/image-reference';
import type { LockStore, Plan, Platform, Release } from '../../deploy/platform';
import { MIGRATING_APP } from '../../deploy/migrating-app';
import { readEnvironment } from '../../deploy/templates/read-environment';
import { settingsOf } from '../../deploy/templates/server-settings';
import { releaseHash, requireFormer } from '../../deploy/release';
import type { Cli } from '../../deploy/cli/cli';
import { waitUntil } from '../../deploy/wait-until';
import { type ContainerGroup, groupState, isStopped, withoutSecrets } from './container-group';
import { refuseFixedChanges } from './fixed-properties';
import { type ContainerEnvironment, containerEnvironment } from './environment-file';
import { proveStart, startGroupOf } from './prove-start';
import { readGroup, renderGroup } from './render-group';
import { runMigration } from './run-migration';
import { KeyVault } from './key-vault';

const POLL_MS = 5_000;
const TIMEOUT_MS = 15 * 60_000;
const API_VERSION = '2023-05-01';
const LOG_LINES = 10;

export interface ContainerInstancesPlan extends Plan {
  readonly image: string;
  readonly hash: string;
  readonly live?: ContainerGroup;
}

/** Deploys to a container group, which Azure replaces in place: it does not serve for a moment. */
export class ContainerInstancesPlatform implements Platform<ContainerInstancesPlan> {
  readonly lock: LockStore<ContainerInstancesPlan> = {
    read: () => this.group.readLock(),
    write: async ({ live }, lock) => {
      if (live !== undefined) await this.group.writeLock(lock);
    },
    clear: () => this.group.clearLock(),
  };
  private readonly environment: Omit<ContainerEnvironment, 'servers'>;
  private readonly file: string;
  private readonly name: string;
  private readonly migrates: boolean;
  private readonly az: Cli;
  private readonly group: ResourceApi<ContainerGroup>;

  /** @param folder the workspace's `deploy/container-instances` */
  constructor(
    private readonly folder: string,
    { app, environment }: Pick<Release, 'app' | 'environment'>,
    private readonly clock: Clock,
  ) {
    const settings = readEnvironment(folder, environment, containerEnvironment);
    this.environment = settingsOf(settings, app);
    this.migrates = app === MIGRATING_APP;
    this.file = `${app}.yaml`;
    this.name = readGroup(folder, this.file).template.name;
    this.az = azCli(this.environment.subscription);
    this.group = this.apiOf(this.name);
  }

  async plan({ image }: Release, signal: AbortSignal): Promise<ContainerInstancesPlan> {
    parseImageReference(image);
    const group = readGroup(this.folder, this.file);
    const versions = await this.vault(signal).versions(group.secrets);
    const wanted = renderGroup(group, this.environment, image, versions);
    const hash = releaseHash(wanted);
    const live = await this.group.within(signal).get();
    if (live !== undefined) refuseFixedChanges(live, wanted);
    const compared = withoutSecrets(wanted);
    return {
      ...{ image, hash },
      state: stateOf(live, hash),
      ...(live === undefined ? {} : { live }),
      asleep: isStopped(live),
      calls: [
        ...(this.migrates ? ['mcp-migrate'] : []),
        ...(isStopped(live) ? [startGroupOf(this.name)] : []),
        this.name,
      ].map((name) => {
        const url = ['--url', this.apiOf(name).id];
        return this.az.line(['rest', '--method', 'put', ...url, '--body', '@body.json']);
      }),
      differences: live
        ? differences(pickManagedFields(live, compared), compared)
        : [`${wanted.name}: new`],
    };
  }

  async migrate({ image }: ContainerInstancesPlan, signal: AbortSignal): Promise<void> {
    if (!this.migrates) return;
    const group = await this.render('migration.yaml', image, signal);
    const logs = () => this.logTail(group.name, signal);
    await runMigration(this.apiOf(group.name).within(signal), group, this.wait(signal), logs);
  }

  async rollOut(plan: ContainerInstancesPlan, signal: AbortSignal): Promise<void> {
    if (plan.asleep) await this.proveStart(plan, signal);
    if (plan.state !== 'continue') await this.put(plan.image, plan.hash, signal);
    await this.settle(plan, signal);
  }

  async rollBack(plan: ContainerInstancesPlan, signal: AbortSignal): Promise<void> {
    const hash = plan.live?.tags?.[RELEASE_TAG];
    const image = plan.live?.properties.containers[0]?.properties.image;
    const former = requireFormer(hash === plan.hash ? undefined : image);
    const now = await this.group.within(signal).get();
    // One that is stopped keeps the former release until the new one has started elsewhere.
    const isFormer = plan.asleep && now?.tags?.[RELEASE_TAG] === hash;
    if (!isFormer) await this.put(former, hash ?? 'unknown', signal);
    await this.settle(plan, signal);
  }

  async report(_: ContainerInstancesPlan, signal: AbortSignal): Promise<readonly string[]> {
    return this.logTail(this.name, signal);
  }

  /** Keeps the tags that the group has, such as the lock. */
  private async put(image: string, hash: string, signal: AbortSignal): Promise<void> {
    const group = await this.render(this.file, image, signal);
    const api = this.group.within(signal);
    const { tags } = (await api.get()) ?? {};
    await api.put({ ...group, tags: { ...tags, [RELEASE_TAG]: hash } });
  }

  private async render(file: string, image: string, signal: AbortSignal): Promise<ContainerGroup> {
    const group = readGroup(this.folder, file);
    const secrets = await this.vault(signal).values(group.secrets);
    return renderGroup(group, this.environment, image, secrets);
  }

  private async proveStart({ image }: ContainerInstancesPlan, signal: AbortSignal) {
    const group = await this.render(this.file, image, signal);
    const name = startGroupOf(this.name);
    const api = this.apiOf(name).within(signal);
    await proveStart(api, group, this.wait(signal), () => this.logTail(name, signal));
  }

  /** As it was: running, or stopped. */
  private settle({ asleep }: ContainerInstancesPlan, signal: AbortSignal): Promise<void> {
    return asleep ? this.waitForStopped(signal) : this.waitForRunning(signal);
  }

  /** Azure may start a group that it is given anew. */
  private async waitForStopped(signal: AbortSignal): Promise<void> {
    const group = this.group.within(signal);
    await waitUntil(`The stop of ${this.name}`, this.wait(signal), async () => {
      const live = await group.get();
      if (isStopped(live)) return live;
      if (groupState(live).is === 'running') await group.act('stop');
      return undefined;
    });
  }

  private async waitForRunning(signal: AbortSignal): Promise<void> {
    await waitUntil(`The roll-out of ${this.name}`, this.wait(signal), async () => {
      const state = groupState(await this.group.within(signal).get());
      if (state.is === 'failed') throw new DeployError('FAILED', `${this.name}: ${state.reason}.`);
      return state.is === 'running' ? state : undefined;
    });
  }

  private async logTail(name: string, signal: AbortSignal): Promise<string[]> {
    const group = ['--resource-group', this.environment.resourceGroup, '--name', name];
    const text = await this.az.within(signal).run(['container', 'logs', ...group]);
    return text
      .trim()
      .split('\n')
      .slice(-LOG_LINES)
      .map((line) => `  | ${line}`);
  }

  private apiOf(name: string) {
    const id = resourceId(this.environment, 'Microsoft.ContainerInstance/containerGroups', name);
    return new ResourceApi<ContainerGroup>(this.az, id, API_VERSION);
  }

  private vault(signal: AbortSignal): KeyVault {
    return new KeyVault(this.az.within(signal), this.environment.keyVault);
  }

  private wait(signal: AbortSignal) {
    const { clock } = this;
    return { clock, pollMs: POLL_MS, timeoutMs: TIMEOUT_MS, signal };
  }
}

function stateOf(live: ContainerGroup | undefined, hash: string): Plan['state'] {
  if (live?.tags?.[RELEASE_TAG] !== hash) return 'change';
  if (isStopped(live)) return 'unchanged';
  const { is } = groupState(live);
  return is === 'running' ? 'unchanged' : is === 'starting' ? 'continue' : 'change';
}
