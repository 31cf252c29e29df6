import { identity } from '@repo/config';
import type { KubernetesSettings } from '../../rules/platform-settings';
import type { Size } from '../../size';
import type { DriverTarget, EarlierSizes } from '../scaling-driver';
import { readSize, writeSize } from '../size-text';
import { type KubernetesApi, kubernetesCall } from './kubernetes-api';

type Target = DriverTarget<KubernetesSettings>;

const key = `scaling.${identity.annotationDomain}/earlier-size`;

/** Keeps the earlier size in an annotation of the Deployment, which rolls nothing out. */
export class AnnotationSizes implements EarlierSizes<KubernetesSettings> {
  constructor(
    private readonly apiOf: (context: string | undefined) => Promise<KubernetesApi>,
    private readonly timeout: number,
  ) {}

  async read(target: Target): Promise<Size | undefined> {
    const { namespace, deployment: name, context } = target.settings;
    const { apps } = await this.apiOf(context);
    const { metadata } = await kubernetesCall(target.name, 'get deployments', this.timeout, () =>
      apps.readNamespacedDeployment({ namespace, name }),
    );
    return readSize(metadata?.annotations?.[key]);
  }

  keep(target: Target, size: Size): Promise<void> {
    return this.annotate(target, writeSize(size));
  }

  forget(target: Target): Promise<void> {
    return this.annotate(target, null);
  }

  private async annotate(target: Target, value: string | null): Promise<void> {
    const { namespace, deployment: name, context } = target.settings;
    const { apps, mergePatch } = await this.apiOf(context);
    const body = { metadata: { annotations: { [key]: value } } };
    await kubernetesCall(target.name, 'patch deployments', this.timeout, () =>
      apps.patchNamespacedDeployment({ namespace, name, body }, mergePatch),
    );
  }
}
