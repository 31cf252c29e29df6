import { differences } from '../../deploy/differences';
import type { Plan } from '../../deploy/platform';
import type { AppManifests } from './app-manifests';
import type { KubernetesApi } from './kubernetes-api';
import type { Manifest, PodTemplate } from './manifest';
import { rollOutState } from './roll-out-state';

/** What a deploy to Kubernetes would do, and what it found. */
export interface KubernetesPlan extends Plan {
  readonly manifests: AppManifests;
  /** The pods to go back to; none where nothing ran yet. */
  readonly former?: PodTemplate;
}

/** Compares what is there with what applying would make of it. Changes nothing. */
export async function planKubernetes(
  api: KubernetesApi,
  manifests: AppManifests,
): Promise<KubernetesPlan> {
  const { before, after, migration, deployment } = manifests;
  const found: string[] = [];
  for (const manifest of [...before, ...after]) found.push(...(await changesOf(api, manifest)));

  const live = await api.read(deployment);
  const state = stateOf(live, found.length === 0);
  const former = state === 'continue' ? await formerPods(api, live!) : live?.spec?.template;
  const apply = ({ kind, metadata }: Manifest) => `apply ${kind} ${metadata.name}`;
  return {
    manifests,
    state,
    differences: found,
    calls: [
      ...before.map(apply),
      ...(migration ? [`run Job ${migration.metadata.name}`] : []),
      ...after.map(apply),
    ],
    ...(former === undefined ? {} : { former }),
  };
}

function stateOf(live: Manifest | undefined, same: boolean): Plan['state'] {
  if (live === undefined || !same) return 'change';
  const { is } = rollOutState(live);
  return is === 'done' ? 'unchanged' : is === 'in progress' ? 'continue' : 'change';
}

async function changesOf(api: KubernetesApi, manifest: Manifest): Promise<string[]> {
  const title = `${manifest.kind} ${manifest.metadata.name}`;
  const live = await api.read(manifest);
  if (live === undefined) return [`${title}: new`];
  const applied = await api.apply(manifest, true);
  return differences(declaredFields(live), declaredFields(applied)).map(
    (line) => `${title}: ${line}`,
  );
}

/** What the manifests declare, without what the cluster adds on its own. */
function declaredFields(object: Manifest): unknown {
  const { labels, annotations = {} } = object.metadata;
  const own = without(annotations, 'deployment.kubernetes.io/revision');
  return { ...without(object, 'status'), metadata: { labels, annotations: own } };
}

/** The pods before the newest, as `kubectl rollout undo` finds them. */
async function formerPods(
  api: KubernetesApi,
  { metadata, spec }: Manifest,
): Promise<PodTemplate | undefined> {
  const labels = Object.entries(spec?.selector?.matchLabels ?? {});
  const selector = labels.map(([key, value]) => `${key}=${value}`).join(',');
  const sets = await api.list('ReplicaSet', metadata.namespace ?? 'default', selector);
  const [, former] = sets
    .filter(({ metadata: set }) => set.ownerReferences?.some(({ name }) => name === metadata.name))
    .sort((a, b) => revisionOf(b) - revisionOf(a));
  if (former?.spec?.template === undefined) return undefined;
  const { metadata: pods, ...template } = former.spec.template;
  return { ...template, metadata: { ...pods, labels: without(pods?.labels, 'pod-template-hash') } };
}

const revisionOf = ({ metadata }: Manifest) =>
  Number(metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0);

const without = <T>(values: Readonly<Record<string, T>> | Manifest | undefined, name: string) =>
  Object.fromEntries(Object.entries(values ?? {}).filter(([key]) => key !== name)) as Record<
    string,
    T
  >;
