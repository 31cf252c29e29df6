import { join } from 'node:path';
import { Cli, type CliKind } from '../../deploy/cli/cli';
import type { Clock } from '../../deploy/clock';
import { DeployError } from '../../deploy/deploy.error';
import { parseImageReference } from '../../deploy/image-reference';
import type { LockStore, Platform, Release } from '../../deploy/platform';
import { requireFormer } from '../../deploy/release';
import { waitUntil } from '../../deploy/wait-until';
import { organization } from '../../identity';
import { type AppManifests, appManifests } from './app-manifests';
import { brokenPods } from './broken-pods';
import { DeployLease } from './deploy-lease';
import { goneObjects } from './gone-objects';
import { KubernetesApi } from './kubernetes-api';
import { containersOf, isSamePod, type Manifest } from './manifest';
import { type KubernetesPlan, planKubernetes } from './plan-kubernetes';
import { proveStart } from './prove-start';
import { rollOutState } from './roll-out-state';
import { runJob } from './run-job';

const POLL_MS = 2_000;
const MIGRATION_TIMEOUT_MS = 15 * 60_000;
const ROLL_OUT_TIMEOUT_MS = 20 * 60_000;
const START_TIMEOUT_MS = 5 * 60_000;

/** The manifests of an environment in YAML; images, `${organization}` and `${environment}` not filled in. */
type RenderManifests = (environment: string, signal: AbortSignal) => Promise<string>;

/** Deploys to Kubernetes by server-side apply. */
export class KubernetesPlatform implements Platform<KubernetesPlan> {
  readonly lock: LockStore<KubernetesPlan> = {
    read: () => this.lease!.read(),
    write: async ({ manifests }, lock) => {
      // The Lease needs it.
      if (this.lease!.isMissing) await this.makeNamespace(manifests);
      await this.lease!.write(lock, this.clock.now());
    },
    clear: () => this.lease!.clear(),
  };
  private lease: DeployLease | undefined;

  constructor(
    private readonly render: RenderManifests,
    private readonly api: KubernetesApi,
    private readonly clock: Clock,
  ) {}

  /**
   * @param folder the workspace's `deploy/kubernetes`
   * @param forceConflicts take fields that others own
   */
  static async open(
    folder: string,
    clock: Clock,
    forceConflicts: boolean,
  ): Promise<KubernetesPlatform> {
    const render = (environment: string, signal: AbortSignal) =>
      new Cli(kubectl).within(signal).run(['kustomize', join(folder, 'overlays', environment)]);
    const api = await KubernetesApi.load({ clock, forceConflicts });
    return new KubernetesPlatform(render, api, clock);
  }

  async plan({ app, environment, image }: Release, signal: AbortSignal): Promise<KubernetesPlan> {
    parseImageReference(image);
    const rendered = await this.render(environment, signal);
    const yaml = rendered
      .replaceAll('${organization}', organization)
      .replaceAll('${environment}', environment);
    const manifests = appManifests(yaml, app, image);
    this.lease ??= new DeployLease(this.api, manifests.deployment);
    return planKubernetes(this.api.within(signal), manifests);
  }

  async migrate({ manifests }: KubernetesPlan, signal: AbortSignal): Promise<void> {
    const api = this.api.within(signal);
    for (const manifest of manifests.before) await api.apply(manifest);
    if (manifests.migration === undefined) return;
    await runJob(api, manifests.migration, this.wait(MIGRATION_TIMEOUT_MS, signal));
  }

  async rollOut(plan: KubernetesPlan, signal: AbortSignal): Promise<void> {
    const { manifests, state, asleep } = plan;
    const { deployment, after } = manifests;
    const api = this.api.within(signal);
    if (state !== 'continue') {
      const wait = this.wait(START_TIMEOUT_MS, signal);
      if (asleep) await proveStart(api, deployment, imageOf(deployment), wait);
      for (const manifest of after) await api.apply(manifest);
    }
    await this.waitForReady(deployment, signal);
  }

  async rollBack({ manifests, former }: KubernetesPlan, signal: AbortSignal): Promise<void> {
    const { deployment } = manifests;
    const api = this.api.within(signal);
    const template = requireFormer(former);
    const live = await api.read(deployment);
    if (!isSamePod(live?.spec?.template, template)) {
      await api.apply({ ...deployment, spec: { ...deployment.spec, template } });
    }
    await this.waitForReady(deployment, signal);
  }

  async report({ manifests }: KubernetesPlan, signal: AbortSignal): Promise<readonly string[]> {
    const { deployment } = manifests;
    return brokenPods(this.api.within(signal), deployment, imageOf(deployment));
  }

  async prune({ manifests }: KubernetesPlan, signal: AbortSignal): Promise<void> {
    const api = this.api.within(signal);
    // Asked anew: the roll-out has changed which pods run.
    for (const manifest of await goneObjects(api, manifests)) await api.delete(manifest);
  }

  private async makeNamespace({ namespace }: AppManifests): Promise<void> {
    if (namespace === undefined || (await this.api.read(namespace)) !== undefined) return;
    await this.api.apply(namespace);
  }

  private async waitForReady(deployment: Manifest, signal: AbortSignal): Promise<void> {
    const { name } = deployment.metadata;
    const api = this.api.within(signal);
    await waitUntil(`The roll-out of ${name}`, this.wait(ROLL_OUT_TIMEOUT_MS, signal), async () => {
      const live = await api.read(deployment);
      if (live === undefined) throw new DeployError('FAILED', `Somebody deleted ${name}.`);
      const state = rollOutState(live);
      if (state.is === 'failed') throw new DeployError('FAILED', `${name}: ${state.reason}`);
      return state.is === 'done' ? state : undefined;
    });
  }

  private wait(timeoutMs: number, signal: AbortSignal) {
    return { clock: this.clock, pollMs: POLL_MS, timeoutMs, signal };
  }
}

const imageOf = (deployment: Manifest) => containersOf(deployment)[0]!.image!;

const kubectl: CliKind = {
  program: 'kubectl',
  install: 'https://kubernetes.io/docs/tasks/tools',
  failures: [{ pattern: /./, code: 'USAGE' }],
};
