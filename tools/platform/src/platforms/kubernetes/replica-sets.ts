import { type KubernetesApi, replicaSetKind } from './kubernetes-api';
import { isSamePod, type Manifest, type PodTemplate, without } from './manifest';

const REVISION = 'deployment.kubernetes.io/revision';

/** The ReplicaSets of a Deployment, the newest first, as `kubectl rollout history` counts them. */
async function replicaSetsOf(
  api: KubernetesApi,
  { metadata, spec }: Manifest,
): Promise<readonly Manifest[]> {
  const labels = Object.entries(spec?.selector?.matchLabels ?? {});
  const selector = labels.map(([key, value]) => `${key}=${value}`).join(',');
  const sets = await api.list(replicaSetKind, metadata.namespace ?? 'default', selector);
  return sets
    .filter(({ metadata: set }) => set.ownerReferences?.some(({ name }) => name === metadata.name))
    .sort((a, b) => revisionOf(b) - revisionOf(a));
}

/**
 * The pods to go back to while another roll-out is on its way: the newest of other pods that are
 * available, else the ones before the newest.
 */
export async function formerPods(
  api: KubernetesApi,
  live: Manifest,
): Promise<PodTemplate | undefined> {
  const sets = (await replicaSetsOf(api, live)).map((set) => ({ set, pods: podsOf(set) }));
  const others = sets.filter(({ pods }) => !isSamePod(pods, live.spec?.template));
  const available = others.find(({ set }) => (set.status?.availableReplicas ?? 0) > 0);
  return (available ?? others[0])?.pods;
}

/** The pods that run or that a roll-back may bring back: those of the newest two ReplicaSets. */
export async function keptPods(api: KubernetesApi, live: Manifest): Promise<PodTemplate[]> {
  const sets = await replicaSetsOf(api, live);
  return sets
    .filter((set, index) => index < 2 || (set.status?.replicas ?? 0) > 0)
    .flatMap((set) => podsOf(set) ?? []);
}

/** Without the label that a ReplicaSet adds. */
function podsOf({ spec }: Manifest): PodTemplate | undefined {
  if (spec?.template === undefined) return undefined;
  const { metadata: pods, ...template } = spec.template;
  return { ...template, metadata: { ...pods, labels: without(pods?.labels, 'pod-template-hash') } };
}

const revisionOf = ({ metadata }: Manifest) => Number(metadata.annotations?.[REVISION] ?? 0);
