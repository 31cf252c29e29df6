import type { V1Deployment, V2HorizontalPodAutoscaler } from '@kubernetes/client-node' with {
  'resolution-mode': 'import',
};
import type { KubernetesSettings } from '../../rules/platform-settings';
import type { Size } from '../../size';
import { MemorySizes } from '../memory-sizes';
import { oncePerKey } from '../once-per-key';
import type { ActualSize, DriverTarget, EarlierSizes, ScalingDriver } from '../scaling-driver';
import { kubernetesCall, type KubernetesOptions, loadKubernetesApi } from './kubernetes-api';

type Target = DriverTarget<KubernetesSettings>;

/**
 * The replicas of a Deployment. One with a HorizontalPodAutoscaler is scaled to 0 past it, which
 * pauses the HPA; for any other size the bounds of the HPA are set, and it does the rest.
 */
export class KubernetesDriver implements ScalingDriver<KubernetesSettings> {
  private readonly api = oncePerKey((context: string | undefined) =>
    loadKubernetesApi(context, this.options),
  );
  private readonly timeout: number;

  /** @param earlier default: forgotten with the process */
  constructor(
    private readonly options: KubernetesOptions = {},
    readonly earlier: EarlierSizes = new MemorySizes(),
  ) {
    this.timeout = options.timeout ?? 10_000;
  }

  async read(target: Target): Promise<ActualSize> {
    const { namespace, deployment: name, context } = target.settings;
    const { apps } = await this.api(context);
    const deployment = await this.call(target, 'get deployments', () =>
      apps.readNamespacedDeployment({ namespace, name }),
    );
    const desired = deployment.spec?.replicas ?? 1;
    const ready = deployment.status?.readyReplicas ?? 0;
    const hpa = await this.hpa(target);
    // A paused HPA's bounds hold nothing: at 0 they are nobody's business.
    const bounds = desired === 0 ? undefined : hpa?.spec;
    return {
      desired,
      ready,
      min: bounds && (bounds.minReplicas ?? 1),
      max: bounds?.maxReplicas,
      autoscaled: hpa !== undefined,
      settled: isSettled(deployment, desired),
    };
  }

  /** Up: the bounds first, or the HPA takes back what is above the old ones. */
  async apply(target: Target, size: Size, actual: ActualSize): Promise<void> {
    if (size.max === 0) {
      if (actual.desired !== 0) await this.scale(target, 0);
      return;
    }
    let replicas = size.desired;
    const hpa = await this.hpa(target);
    if (hpa !== undefined) {
      const min = Math.max(size.min, 1);
      const same = (hpa.spec?.minReplicas ?? 1) === min && hpa.spec?.maxReplicas === size.max;
      if (!same) await this.setBounds(target, min, size.max);
      replicas = Math.max(replicas, min);
    }
    if (replicas !== actual.desired) await this.scale(target, replicas);
  }

  private async scale(target: Target, replicas: number): Promise<void> {
    const { namespace, deployment: name, context } = target.settings;
    const { apps, mergePatch } = await this.api(context);
    await this.call(target, 'patch deployments/scale', () =>
      apps.patchNamespacedDeploymentScale(
        { namespace, name, body: { spec: { replicas } } },
        mergePatch,
      ),
    );
  }

  private async hpa(target: Target): Promise<V2HorizontalPodAutoscaler | undefined> {
    const { namespace, hpa: name, context } = target.settings;
    if (name === undefined) return undefined;
    const { autoscaling } = await this.api(context);
    return this.call(target, 'get horizontalpodautoscalers', () =>
      autoscaling.readNamespacedHorizontalPodAutoscaler({ namespace, name }),
    );
  }

  private async setBounds(target: Target, minReplicas: number, maxReplicas: number) {
    const { namespace, hpa: name = '', context } = target.settings;
    const { autoscaling, mergePatch } = await this.api(context);
    await this.call(target, 'patch horizontalpodautoscalers', () =>
      autoscaling.patchNamespacedHorizontalPodAutoscaler(
        { namespace, name, body: { spec: { minReplicas, maxReplicas } } },
        mergePatch,
      ),
    );
  }

  private call<T>(target: Target, call: string, run: () => Promise<T>): Promise<T> {
    return kubernetesCall(target.name, call, this.timeout, run);
  }
}

/**
 * The controller has seen the size that is asked for, and as many pods are there and available as
 * shall: no more, such as those of an older template, and none that still ends.
 */
function isSettled({ metadata, status = {} }: V1Deployment, desired: number): boolean {
  const { replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
  const { observedGeneration = 0, terminatingReplicas = 0 } = status;
  return (
    observedGeneration >= (metadata?.generation ?? 0) &&
    [replicas, updatedReplicas, availableReplicas].every((count) => count === desired) &&
    terminatingReplicas === 0
  );
}
