import { type KubernetesApi, podKind } from './kubernetes-api';
import type { Manifest } from './manifest';

interface PodStatus {
  readonly phase?: string;
  readonly containerStatuses?: readonly ContainerStatus[];
}

interface ContainerStatus {
  readonly ready?: boolean;
  readonly restartCount?: number;
  readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string } };
  readonly lastState?: {
    readonly terminated?: { readonly reason?: string; readonly exitCode?: number };
  };
}

const MAX_REPORTED = 2;

/** Why pods of an image do not become ready, and the end of their logs. */
export async function brokenPods(
  api: KubernetesApi,
  { metadata, spec }: Manifest,
  image: string,
): Promise<string[]> {
  const labels = Object.entries(spec?.selector?.matchLabels ?? {});
  const selector = labels.map(([key, value]) => `${key}=${value}`).join(',');
  const namespace = metadata.namespace ?? 'default';
  const pods = await api.list(podKind, namespace, selector);
  const broken = pods.filter((pod) => runs(pod, image) && !isReadyPod(pod)).slice(0, MAX_REPORTED);
  const reports = broken.map(async (pod) => [
    reasonOf(pod),
    ...(await api.logTail(namespace, pod.metadata.name)),
  ]);
  return (await Promise.all(reports)).flat();
}

const statusOf = (pod: Manifest) => (pod.status ?? {}) as PodStatus;

/** Whether all containers of a pod are ready, as their probes say. */
export const isReadyPod = (pod: Manifest) =>
  statusOf(pod).containerStatuses?.every(({ ready }) => ready === true) ?? false;

const runs = (pod: Manifest, image: string) =>
  (pod.spec as { containers?: { image?: string }[] } | undefined)?.containers?.some(
    (container) => container.image === image,
  );

function reasonOf(pod: Manifest): string {
  const { phase = 'unknown', containerStatuses: [first] = [] } = statusOf(pod);
  const { waiting } = first?.state ?? {};
  const ended = first?.lastState?.terminated;
  const parts = [
    waiting?.reason ?? phase,
    waiting?.message,
    ended && `exit code ${ended.exitCode} (${ended.reason})`,
    first?.restartCount ? `${first.restartCount} restarts` : undefined,
  ];
  return `Pod ${pod.metadata.name}: ${parts.filter(Boolean).join(', ')}`;
}
