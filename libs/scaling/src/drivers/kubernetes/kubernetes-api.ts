import { withTimeout } from '@repo/foundation';
import type {
  AppsV1Api,
  AutoscalingV2Api,
  ConfigurationOptions,
  KubeConfig,
} from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
import { codeOfStatus, isTimeout, reasonOf, ScalingError } from '../scaling.error';

export interface KubernetesApi {
  readonly apps: AppsV1Api;
  readonly autoscaling: AutoscalingV2Api;
  /** Of a PATCH that names the fields to change and no others. */
  readonly mergePatch: ConfigurationOptions;
}

export interface KubernetesOptions {
  /** A kubeconfig; default: the pod's service account, else `KUBECONFIG` or `~/.kube/config`. */
  readonly kubeconfig?: string;
  /** Milliseconds for one call. */
  readonly timeout?: number;
}

/** Loads the client, which takes half a second and 80 MB: only where a target needs it. */
export async function loadKubernetesApi(
  context: string | undefined,
  { kubeconfig }: KubernetesOptions,
): Promise<KubernetesApi> {
  const client = await import('@kubernetes/client-node');
  const config: KubeConfig = new client.KubeConfig();
  if (kubeconfig === undefined) config.loadFromDefault();
  else config.loadFromString(kubeconfig);
  if (context !== undefined) config.setCurrentContext(context);
  return {
    apps: config.makeApiClient(client.AppsV1Api),
    autoscaling: config.makeApiClient(client.AutoscalingV2Api),
    mergePatch: client.setHeaderOptions('Content-Type', client.PatchStrategy.MergePatch),
  };
}

/** Runs one call and names its failure in our terms. The client itself knows no time-out. */
export async function kubernetesCall<T>(
  target: string,
  call: string,
  timeout: number,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await withTimeout(timeout, run(), () => {
      throw new ScalingError('TIMED_OUT', target, call, `no answer within ${timeout} ms`);
    });
  } catch (error) {
    if (error instanceof ScalingError) throw error;
    const { code } = error as { code?: unknown };
    const status = isTimeout(error) ? 408 : typeof code === 'number' ? code : undefined;
    throw new ScalingError(codeOfStatus(status), target, call, reasonOf(error), { cause: error });
  }
}
