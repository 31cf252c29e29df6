import { organization } from '../../../identity';
import type { Clock } from '../../clock';
import { DeployError } from '../../deploy.error';
import { parseImageReference } from '../../image-reference';
import type { DeployLock, Platform, Release } from '../../platform';
import { waitUntil } from '../../wait-until';
import { appManifests } from './app-manifests';
import { brokenPods } from './broken-pods';
import { DeployLease } from './deploy-lease';
import type { KubernetesApi } from './kubernetes-api';
import { containersOf, type Manifest } from './manifest';
import { type KubernetesPlan, planKubernetes } from './plan-kubernetes';
import { rollOutState } from './roll-out-state';
import { runJob } from './run-job';

const pollMs = 2_000;
const migrationMs = 15 * 60_000;
const rollOutMs = 20 * 60_000;

/** The manifests of an environment in YAML; images, `${organization}` and `${environment}` not filled in. */
export type RenderManifests = (environment: string) => Promise<string>;

/** Deploys to Kubernetes by server-side apply. */
export class KubernetesPlatform implements Platform<KubernetesPlan> {
  private lease: DeployLease | undefined;

  constructor(
    private readonly render: RenderManifests,
    private readonly api: KubernetesApi,
    private readonly clock: Clock,
  ) {}

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

  async readLock(): Promise<DeployLock | undefined> {
    return this.lease!.read();
  }

  async writeLock({ manifests }: KubernetesPlan, lock: DeployLock): Promise<void> {
    // The Lease needs the namespace, which a first deploy makes.
    const namespaces = manifests.before.filter(({ kind }) => kind === 'Namespace');
    if (this.lease!.isMissing) for (const one of namespaces) await this.api.apply(one);
    await this.lease!.write(lock, this.clock.now());
  }

  async clearLock(): Promise<void> {
    await this.lease!.clear();
  }

  async migrate({ manifests }: KubernetesPlan, signal: AbortSignal): Promise<void> {
    for (const manifest of manifests.before) await this.api.apply(manifest);
    if (manifests.migration === undefined) return;
    await runJob(this.api, manifests.migration, this.wait(migrationMs, signal));
  }

  async rollOut({ manifests, state }: KubernetesPlan, signal: AbortSignal): Promise<void> {
    if (state !== 'continue') {
      for (const manifest of manifests.after) await this.api.apply(manifest);
    }
    await this.waitForReady(manifests.deployment, signal);
  }

  async rollBack({ manifests, former }: KubernetesPlan): Promise<void> {
    const { deployment } = manifests;
    if (former === undefined) {
      throw new DeployError('NOT_FOUND', 'Nothing ran before, so there is nothing to go back to.');
    }
    await this.api.apply({ ...deployment, spec: { ...deployment.spec, template: former } });
    await this.waitForReady(deployment);
  }

  async report({ manifests: { deployment } }: KubernetesPlan): Promise<readonly string[]> {
    const [image] = containersOf(deployment).map((container) => container.image!);
    return brokenPods(this.api, deployment, image!).catch((error: Error) => [error.message]);
  }

  private async waitForReady(deployment: Manifest, signal?: AbortSignal): Promise<void> {
    const { name } = deployment.metadata;
    await waitUntil(`The roll-out of ${name}`, this.wait(rollOutMs, signal), async () => {
      const live = await this.api.read(deployment);
      if (live === undefined) throw new DeployError('FAILED', `Somebody deleted ${name}.`);
      const state = rollOutState(live);
      if (state.is === 'failed') throw new DeployError('FAILED', `${name}: ${state.reason}`);
      return state.is === 'done' ? state : undefined;
    });
  }

  private wait(atMost: number, signal?: AbortSignal) {
    return { clock: this.clock, every: pollMs, atMost, signal };
  }
}
