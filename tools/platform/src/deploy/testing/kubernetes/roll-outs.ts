import { type KubernetesObject, imageOf } from './kubernetes-object';
import type { ObjectStore } from './object-store';

const REVISION = 'deployment.kubernetes.io/revision';
const revisionOf = ({ metadata }: KubernetesObject) => Number(metadata.annotations[REVISION]);

/** Deployments and their ReplicaSets: new pods take the place of the old ones once they work. */
export class RollOuts {
  /** @param works whether pods of an image become ready */
  constructor(
    private readonly store: ObjectStore,
    private readonly works: (image: string) => boolean,
  ) {}

  /** The ReplicaSets of a Deployment, the newest first. */
  replicaSets(name: string): KubernetesObject[] {
    return [...this.store.objects.values()]
      .filter(({ kind, metadata }) => kind === 'ReplicaSet' && metadata.labels.owner === name)
      .sort((a, b) => revisionOf(b) - revisionOf(a));
  }

  /** Stores a Deployment whose pods have changed. */
  begin(path: string, deployment: KubernetesObject, before: KubernetesObject): void {
    const generation = (before?.metadata.generation ?? 0) + 1;
    const stored = { ...deployment, status: before?.status ?? {} };
    stored.metadata = { ...deployment.metadata, generation };
    this.store.store(path, stored);
    this.newReplicaSet(path, stored);
  }

  /** What the cluster does between two looks. */
  goOn(deployment: KubernetesObject): void {
    const { generation = 1 } = deployment.metadata;
    const replicas = deployment.spec.replicas ?? 1;
    const [newest, ...others] = this.replicaSets(deployment.metadata.name);
    if (replicas === 0 || this.works(imageOf(deployment))) {
      for (const set of others) set.status = { replicas: 0, availableReplicas: 0 };
      if (newest) newest.status = { replicas, availableReplicas: replicas };
      const counts = { replicas, updatedReplicas: replicas, availableReplicas: replicas };
      deployment.status = { observedGeneration: generation, ...counts };
      return;
    }
    const reason = { reason: 'ProgressDeadlineExceeded', message: 'has timed out progressing' };
    const conditions = [{ type: 'Progressing', ...reason }];
    deployment.status = { observedGeneration: generation, conditions };
  }

  /** The one of these pods, which is the newest from now on. */
  private newReplicaSet(path: string, { metadata, spec }: KubernetesObject): void {
    const sets = this.replicaSets(metadata.name);
    const [newest] = sets;
    const revision = newest === undefined ? 1 : revisionOf(newest) + 1;
    const key = JSON.stringify(spec.template);
    const own = sets.find((set) => set.key === key);
    if (own) {
      own.metadata.annotations[REVISION] = String(revision);
      return;
    }
    const name = `${metadata.name}-${revision}`;
    const hash = { 'pod-template-hash': String(revision) };
    const pods = { ...spec.template.metadata };
    this.store.store(`${path.replace(/\/deployments\/[^/]+$/, '/replicasets')}/${name}`, {
      kind: 'ReplicaSet',
      key,
      metadata: {
        name,
        labels: { ...spec.selector?.matchLabels, ...hash, owner: metadata.name },
        annotations: { [REVISION]: String(revision) },
        ownerReferences: [{ kind: 'Deployment', name: metadata.name }],
      },
      spec: {
        template: { ...spec.template, metadata: { ...pods, labels: { ...pods.labels, ...hash } } },
      },
      status: { replicas: 0, availableReplicas: 0 },
    });
  }
}
