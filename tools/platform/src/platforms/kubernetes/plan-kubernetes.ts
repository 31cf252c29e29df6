import { differences } from '../../deploy/differences';
import type { Plan } from '../../deploy/platform';
import type { AppManifests } from './app-manifests';
import type { KubernetesApi } from './kubernetes-api';
import { goneObjects } from './gone-objects';
import { type Manifest, type PodTemplate, without } from './manifest';
import { formerPods } from './replica-sets';
import { rollOutState } from './roll-out-state';

/** What a deploy to Kubernetes would do, and what it found. */
export interface KubernetesPlan extends Plan {
  readonly manifests: AppManifests;
  /** The pods to go back to; none where nothing ran yet. */
  readonly former?: PodTemplate;
  /** What an earlier deploy applied and nothing declares any more. */
  readonly gone: readonly Manifest[];
}

/** Compares what is there with what applying would make of it. Changes nothing. */
export async function planKubernetes(
  api: KubernetesApi,
  manifests: AppManifests,
): Promise<KubernetesPlan> {
  const { namespace, before, after, migration, deployment } = manifests;
  const isNew = namespace !== undefined && (await api.read(namespace)) === undefined;
  const found: string[] = isNew ? [`Namespace ${namespace.metadata.name}: new`] : [];
  for (const manifest of [...before, ...after]) found.push(...(await changesOf(api, manifest)));

  const gone = await goneObjects(api, manifests);
  found.push(...gone.map(({ kind, metadata }) => `${kind} ${metadata.name}: declared no more`));

  const live = await api.read(deployment);
  const state = stateOf(live, found.length === 0);
  const asleep = live?.spec?.replicas === 0;
  const isSteady = live === undefined || rollOutState(live).is === 'done';
  const former = isSteady ? live?.spec?.template : await formerPods(api, live);
  const apply = ({ kind, metadata }: Manifest) => `apply ${kind} ${metadata.name}`;
  return {
    manifests,
    state,
    asleep,
    gone,
    differences: found,
    calls: [
      ...(isNew ? [apply(namespace)] : []),
      ...before.map(apply),
      ...(migration ? [`run Job ${migration.metadata.name}`] : []),
      ...(asleep ? [`run one pod of ${deployment.metadata.name} until it is ready`] : []),
      ...after.map(apply),
      ...gone.map(({ kind, metadata }) => `delete ${kind} ${metadata.name}`),
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
