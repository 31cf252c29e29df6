import { organization } from '../../identity';
import { runCommand } from '../../image/run-command';
import { join } from 'node:path';
import type { Clock } from '../../deploy/clock';
import { DeployError } from '../../deploy/deploy.error';
import { parseImageReference } from '../../deploy/image-reference';
import type { LockStore, Platform, Release } from '../../deploy/platform';
import { requireFormer } from '../../deploy/release';
import { waitUntil } from '../../deploy/wait-until';
import { appManifests } from './app-manifests';
import { brokenPods } from './broken-pods';
import { DeployLease } from './deploy-lease';
import { KubernetesApi } from './kubernetes-api';
import { containersOf, type Manifest } from './manifest';
import { type KubernetesPlan, planKubernetes } from './plan-kubernetes';
import { rollOutState } from './roll-out-state';
import { runJob } from './run-job';

const POLL_MS = 2_000;
const MIGRATION_TIMEOUT_MS = 15 * 60_000;
const ROLL_OUT_TIMEOUT_MS = 20 * 60_000;

/** The manifests of an environment in YAML; images, `${organization}` and `${environment}` not filled in. */
type RenderManifests = (environment: string) => Promise<string>;

/** Deploys to Kubernetes by server-side apply. */
export class KubernetesPlatform implements Platform<KubernetesPlan> {
  readonly lock: LockStore<KubernetesPlan> = {
    read: () => this.lease!.read(),
    write: async ({ manifests }, lock) => {
      // The Lease needs the namespace, which a first deploy makes.
      const namespaces = manifests.before.filter(({ kind }) => kind === 'Namespace');
      if (this.lease!.isMissing) for (const one of namespaces) await this.api.apply(one);
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

  /** @param folder the workspace's `deploy/kubernetes` */
  static async open(folder: string, clock: Clock): Promise<KubernetesPlatform> {
    const render = async (environment: string) =>
      (
        await runCommand(['kubectl', 'kustomize', join(folder, 'overlays', environment)])
      ).toString();
    return new KubernetesPlatform(render, await KubernetesApi.load(), clock);
  }

  async plan({ app, environment, image }: Release): Promise<KubernetesPlan> {
    parseImageReference(image);
    const rendered = await this.render(environment);
    const yaml = rendered
      .replaceAll('${organization}', organization)
      .replaceAll('${environment}', environment);
    const manifests = appManifests(yaml, app, image);
    this.lease ??= new DeployLease(this.api, manifests.deployment);
    return planKubernetes(this.api, manifests);
  }

  async migrate({ manifests }: KubernetesPlan, signal: AbortSignal): Promise<void> {
    for (const manifest of manifests.before) await this.api.apply(manifest);
    if (manifests.migration === undefined) return;
    await runJob(this.api, manifests.migration, this.wait(MIGRATION_TIMEOUT_MS, signal));
  }

  async rollOut({ manifests, state }: KubernetesPlan, signal: AbortSignal): Promise<void> {
    if (state !== 'continue') {
      for (const manifest of manifests.after) await this.api.apply(manifest);
    }
    await this.waitForReady(manifests.deployment, signal);
  }

  async rollBack({ manifests, former }: KubernetesPlan): Promise<void> {
    const { deployment } = manifests;
    const spec = { ...deployment.spec, template: requireFormer(former) };
    await this.api.apply({ ...deployment, spec });
    await this.waitForReady(deployment);
  }

  async report({ manifests: { deployment } }: KubernetesPlan): Promise<readonly string[]> {
    const [image] = containersOf(deployment).map((container) => container.image!);
    return brokenPods(this.api, deployment, image!);
  }

  private async waitForReady(deployment: Manifest, signal?: AbortSignal): Promise<void> {
    const { name } = deployment.metadata;
    await waitUntil(`The roll-out of ${name}`, this.wait(ROLL_OUT_TIMEOUT_MS, signal), async () => {
      const live = await this.api.read(deployment);
      if (live === undefined) throw new DeployError('FAILED', `Somebody deleted ${name}.`);
      const state = rollOutState(live);
      if (state.is === 'failed') throw new DeployError('FAILED', `${name}: ${state.reason}`);
      return state.is === 'done' ? state : undefined;
    });
  }

  private wait(timeoutMs: number, signal?: AbortSignal) {
    return { clock: this.clock, pollMs: POLL_MS, timeoutMs, signal };
  }
}
