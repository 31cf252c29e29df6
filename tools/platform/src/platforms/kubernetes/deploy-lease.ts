import { DeployError } from '../../deploy/deploy.error';
import type { DeployLock } from '../../deploy/platform';
import type { KubernetesApi } from './kubernetes-api';
import type { Manifest } from './manifest';

/** Notes who deploys in a Lease, which the cluster changes for one of two writers only. */
export class DeployLease {
  private current: Manifest | undefined;

  constructor(
    private readonly api: KubernetesApi,
    private readonly deployment: Manifest,
  ) {}

  /** Whether the last read found none. */
  get isMissing(): boolean {
    return this.current === undefined;
  }

  async read(): Promise<DeployLock | undefined> {
    this.current = await this.api.read(this.lease());
    const { holderIdentity, renewTime, leaseDurationSeconds } = this.current?.spec ?? {};
    if (!holderIdentity || renewTime === undefined) return undefined;
    const expires = Date.parse(renewTime) + (leaseDurationSeconds ?? 0) * 1_000;
    return { holder: holderIdentity, expires };
  }

  /** @throws {DeployError} BUSY when another wrote since the last read */
  async write({ holder, expires }: DeployLock, now: number): Promise<void> {
    const lease = this.lease({
      holderIdentity: holder,
      renewTime: new Date(now).toISOString().replace('Z', '000Z'),
      leaseDurationSeconds: Math.max(1, Math.round((expires - now) / 1_000)),
    });
    const { resourceVersion } = this.current?.metadata ?? {};
    try {
      this.current =
        resourceVersion === undefined
          ? await this.api.create(lease)
          : await this.api.replace({ ...lease, metadata: { ...lease.metadata, resourceVersion } });
    } catch (error) {
      if (!(error instanceof DeployError) || error.code !== 'BUSY') throw error;
      // The first attempt may have been carried out though its answer was lost.
      if ((await this.read())?.holder !== holder) throw error;
    }
  }

  async clear(): Promise<void> {
    await this.api.delete(this.lease());
    this.current = undefined;
  }

  private lease(spec?: Manifest['spec']): Manifest {
    const { name, namespace = 'default' } = this.deployment.metadata;
    return {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: `deploy-${name}`, namespace },
      ...(spec === undefined ? {} : { spec }),
    };
  }
}
