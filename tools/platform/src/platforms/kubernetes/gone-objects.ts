import type { AppManifests } from './app-manifests';
import { fieldManager, type Kind, type KubernetesApi } from './kubernetes-api';
import type { Manifest, PodTemplate } from './manifest';
import { keptPods } from './replica-sets';

/**
 * What is removed when no manifest declares it any more: nothing that holds data, secrets or other
 * objects, and nothing that runs.
 */
const prunedKinds: readonly Kind[] = [
  { apiVersion: 'v1', kind: 'ConfigMap' },
  { apiVersion: 'v1', kind: 'Service' },
  { apiVersion: 'v1', kind: 'ServiceAccount' },
  { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
  { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget' },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding' },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role' },
];

const PART_OF = 'app.kubernetes.io/part-of';

/**
 * The objects that an earlier deploy of this app applied and that the manifests declare no more:
 * they have the label of the platform and this program as a field manager. What has the name of
 * another app's Deployment is that app's to remove. A ConfigMap stays while pods that run, or those
 * before them, name it.
 */
export async function goneObjects(
  api: KubernetesApi,
  { deployment, declared, others }: AppManifests,
): Promise<readonly Manifest[]> {
  const partOf = deployment.metadata.labels?.[PART_OF];
  if (partOf === undefined) return [];
  const namespace = deployment.metadata.namespace ?? 'default';
  const wanted = new Set(declared.map(keyOf));
  const gone: Manifest[] = [];
  for (const kind of prunedKinds) {
    const found = await api.list(kind, namespace, `${PART_OF}=${partOf}`);
    gone.push(
      ...found.filter(
        (one) => isOurs(one) && !wanted.has(keyOf(one)) && !others.includes(one.metadata.name),
      ),
    );
  }
  if (!gone.some(isConfigMap)) return gone;
  const used = await configMapsInUse(api, declared);
  return gone.filter((one) => !isConfigMap(one) || !used.has(one.metadata.name));
}

const keyOf = ({ kind, metadata }: Manifest) => `${kind}/${metadata.name}`;
const isConfigMap = ({ kind }: Manifest) => kind === 'ConfigMap';
const isOurs = ({ metadata }: Manifest) =>
  metadata.deletionTimestamp === undefined &&
  (metadata.managedFields?.some(({ manager }) => manager === fieldManager) ?? false);

/** Of all apps: settings are shared, and another app may still run with the earlier ones. */
async function configMapsInUse(
  api: KubernetesApi,
  declared: readonly Manifest[],
): Promise<ReadonlySet<string>> {
  const used = new Set<string>();
  for (const deployment of declared.filter(({ kind }) => kind === 'Deployment')) {
    for (const pods of await keptPods(api, deployment)) {
      for (const name of configMapsOf(pods)) used.add(name);
    }
  }
  return used;
}

/** The ConfigMaps that pods name, wherever a pod may: in volumes, variables and projections. */
function configMapsOf(pods: PodTemplate): string[] {
  const names: string[] = [];
  JSON.stringify(pods.spec, (key, value: { name?: unknown } | null) => {
    const isReference = ['configMap', 'configMapRef', 'configMapKeyRef'].includes(key);
    if (isReference && typeof value?.name === 'string') names.push(value.name);
    return value;
  });
  return names;
}
