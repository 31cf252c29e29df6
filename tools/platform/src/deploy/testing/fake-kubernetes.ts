import { organization } from '../../identity';
import { type Answer, type WireAnswer, type WireRequest, wireServer } from './wire-server';

type Body = any; // eslint-disable-line @typescript-eslint/no-explicit-any

const kinds: Readonly<Record<string, string>> = {
  ConfigMap: 'configmaps',
  Deployment: 'deployments',
  HorizontalPodAutoscaler: 'horizontalpodautoscalers',
  Ingress: 'ingresses',
  Job: 'jobs',
  Lease: 'leases',
  Namespace: 'namespaces',
  NetworkPolicy: 'networkpolicies',
  Pod: 'pods',
  PodDisruptionBudget: 'poddisruptionbudgets',
  ReplicaSet: 'replicasets',
  Role: 'roles',
  RoleBinding: 'rolebindings',
  Service: 'services',
  ServiceAccount: 'serviceaccounts',
};
const fieldManager = `${organization}-deploy`;
const status = (code: number, message: string): WireAnswer => ({
  status: code,
  body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, message },
});

interface FieldConflict {
  readonly manager: string;
  readonly field: string;
}

/**
 * The API of Kubernetes for the kinds above: server-side apply, dry runs, resource versions, Jobs
 * that end at the second look, and Deployments with their ReplicaSets, which become ready then, or
 * not; until then the pods before them run.
 */
export class FakeKubernetes {
  readonly calls: string[] = [];
  /** By path. */
  readonly objects = new Map<string, Body>();
  comesUp = true;
  migrationSucceeds = true;
  /** By kind, the fields that somebody else owns, until they are taken by force. */
  readonly conflicts = new Map<string, readonly FieldConflict[]>();
  /** Images whose pods do not come up, whatever `comesUp` says. */
  readonly brokenImages = new Set<string>();
  unauthorized = false;
  private version = 1;
  private server!: Awaited<ReturnType<typeof wireServer>>;

  /** @param through stands between the client and the API, such as faults */
  static async start(through: (answer: Answer) => Answer = (one) => one): Promise<FakeKubernetes> {
    const kubernetes = new FakeKubernetes();
    kubernetes.server = await wireServer(through((request) => kubernetes.answer(request)));
    return kubernetes;
  }

  stop = () => this.server.stop();

  get kubeconfig(): string {
    return JSON.stringify({
      ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'fake' },
      clusters: [
        { name: 'fake', cluster: { server: this.server.url, 'insecure-skip-tls-verify': true } },
      ],
      contexts: [{ name: 'fake', context: { cluster: 'fake', user: 'fake' } }],
      users: [{ name: 'fake', user: { token: 'token' } }],
    });
  }

  object(name: string): Body {
    return [...this.objects.values()].find(({ metadata }) => metadata.name === name);
  }

  /** Pods that run and work, of one Deployment. */
  available(name: string): number {
    return this.replicaSets(name).reduce(
      (sum, set) => sum + (set.status.availableReplicas as number),
      0,
    );
  }

  /** The ReplicaSets of a Deployment, the newest first. */
  replicaSets(name: string): Body[] {
    return [...this.objects.values()]
      .filter(({ kind, metadata }) => kind === 'ReplicaSet' && metadata.labels.owner === name)
      .sort((a, b) => revisionOf(b) - revisionOf(a));
  }

  /** What `kubectl rollout undo` does. */
  undo(name: string): void {
    const [path, deployment] = [...this.objects].find(([key]) =>
      key.endsWith(`/deployments/${name}`),
    )!;
    const template = structuredClone(this.replicaSets(name)[1].spec.template);
    delete template.metadata.labels['pod-template-hash'];
    this.rollOut(path, { ...deployment, spec: { ...deployment.spec, template } }, deployment);
    this.conflicts.set('Deployment', [
      { manager: 'kubectl', field: '.spec.template.spec.containers[name="api"].image' },
    ]);
  }

  changes = () => this.calls.filter((call) => !call.startsWith('GET'));

  private answer(request: WireRequest): WireAnswer {
    const { method, url, body } = request;
    const path = url.pathname;
    if (this.unauthorized) return status(401, 'Unauthorized');
    if (/^\/(api\/v1|apis\/[^/]+\/v\d)$/.test(path)) return discovery();
    const dryRun = url.searchParams.get('dryRun') === 'All';
    if (!dryRun) this.calls.push(`${method} ${path.split('/').slice(-2).join('/')}`);
    if (path.endsWith('/log')) return { status: 200, body: 'no such table' };
    switch (method) {
      case 'PATCH':
        return this.apply(request, dryRun);
      case 'POST':
        return this.create(`${path}/${body.metadata.name}`, body);
      case 'PUT':
        return this.replace(path, body);
      case 'DELETE':
        return this.delete(path);
      default:
        return this.read(path, url.searchParams.get('labelSelector') ?? '');
    }
  }

  private delete(path: string): WireAnswer {
    if (!this.objects.delete(path)) return status(404, `${path} not found`);
    const job = path.split('/').at(-1)!;
    for (const [key, { kind, metadata }] of this.objects) {
      if (kind === 'Pod' && metadata.labels?.['job-name'] === job) this.objects.delete(key);
    }
    return { status: 200, body: {} };
  }

  private read(path: string, selector: string): WireAnswer {
    if (Object.values(kinds).includes(path.split('/').at(-1)!)) {
      const labels = selector.split(',').filter(Boolean);
      const items = [...this.objects]
        .filter(([key]) => key.startsWith(`${path}/`))
        .map(([, item]) => item)
        .filter(({ metadata }) =>
          labels.every((label) => {
            const [key = '', value] = label.split('=');
            return metadata.labels?.[key] === value;
          }),
        );
      return { status: 200, body: { items } };
    }
    const found = this.objects.get(path);
    if (found === undefined) return status(404, `${path} not found`);
    const answer = { status: 200, body: structuredClone(found) };
    this.goOn(path, found);
    return answer;
  }

  private apply({ url, headers, body }: WireRequest, dryRun: boolean): WireAnswer {
    const isApply = headers['content-type']?.includes('application/apply-patch+yaml');
    if (!isApply || url.searchParams.get('fieldManager') !== fieldManager) {
      return status(415, 'The test wants server-side apply by the field manager of the deploy');
    }
    const conflicts = this.conflicts.get(body.kind) ?? [];
    if (conflicts.length > 0 && url.searchParams.get('force') !== 'true') return refusal(conflicts);
    const before = this.objects.get(url.pathname);
    const spec = body.spec && { ...before?.spec, ...body.spec };
    const metadata = {
      ...before?.metadata,
      ...body.metadata,
      managedFields: [{ manager: fieldManager, operation: 'Apply' }],
    };
    const after = { ...before, ...body, metadata, ...(spec ? { spec } : {}) };
    if (dryRun) return { status: 200, body: after };
    this.conflicts.delete(body.kind);
    const changed = JSON.stringify(before?.spec?.template) !== JSON.stringify(spec?.template);
    if (changed && body.kind === 'Deployment') this.rollOut(url.pathname, after, before);
    else this.store(url.pathname, after);
    if (body.kind === 'Job' && before === undefined) this.startPod(url.pathname, after);
    return { status: 200, body: after };
  }

  private create(path: string, body: Body): WireAnswer {
    if (this.objects.has(path)) return status(409, `${path} already exists`);
    return { status: 201, body: this.store(path, body) };
  }

  private replace(path: string, body: Body): WireAnswer {
    const { resourceVersion } = this.objects.get(path).metadata;
    if (body.metadata.resourceVersion !== resourceVersion) return status(409, 'modified');
    return { status: 200, body: this.store(path, body) };
  }

  private store(path: string, body: Body): Body {
    const resourceVersion = String(this.version++);
    const stored = { ...body, metadata: { ...body.metadata, resourceVersion } };
    this.objects.set(path, stored);
    return stored;
  }

  private rollOut(path: string, deployment: Body, before: Body): void {
    const generation = (before?.metadata.generation ?? 0) + 1;
    const stored = { ...deployment, status: before?.status ?? {} };
    stored.metadata = { ...deployment.metadata, generation };
    this.store(path, stored);
    this.newReplicaSet(path, stored);
  }

  /** The one of these pods, which is the newest from now on. */
  private newReplicaSet(path: string, { metadata, spec }: Body): void {
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
    this.store(`${path.replace(/\/deployments\/[^/]+$/, '/replicasets')}/${name}`, {
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

  /** What the cluster does between two looks. */
  private goOn(path: string, object: Body): void {
    if (object.kind === 'Job') this.goOnWithJob(path, object);
    if (object.kind !== 'Deployment') return;
    const { generation = 1 } = object.metadata;
    const replicas = object.spec.replicas ?? 1;
    const [newest, ...others] = this.replicaSets(object.metadata.name);
    if (replicas === 0 || this.works(object)) {
      for (const set of others) set.status = { replicas: 0, availableReplicas: 0 };
      if (newest) newest.status = { replicas, availableReplicas: replicas };
      const counts = { replicas, updatedReplicas: replicas, availableReplicas: replicas };
      object.status = { observedGeneration: generation, ...counts };
      return;
    }
    const reason = { reason: 'ProgressDeadlineExceeded', message: 'has timed out progressing' };
    const conditions = [{ type: 'Progressing', ...reason }];
    object.status = { observedGeneration: generation, conditions };
  }

  private goOnWithJob(path: string, job: Body): void {
    const isMigration = job.metadata.name.includes('migrate');
    const works = isMigration ? this.migrationSucceeds : this.works(job);
    const type = works ? 'Complete' : 'Failed';
    if (isMigration || !works) job.status = { conditions: [{ type, status: 'True' }] };
  }

  /** A pod of a Job that is no migration becomes ready at once, unless its image is broken. */
  private startPod(path: string, job: Body): void {
    if (job.metadata.name.includes('migrate')) return;
    const { name } = job.metadata;
    this.store(
      path.replace(/\/apis\/batch\/v1\/(.*)\/jobs\/[^/]+$/, `/api/v1/$1/pods/${name}-pod`),
      {
        kind: 'Pod',
        metadata: { name: `${name}-pod`, labels: { 'job-name': name } },
        spec: job.spec.template.spec,
        status: { containerStatuses: [{ ready: this.works(job) }] },
      },
    );
  }

  private works({ spec }: Body): boolean {
    const { image } = spec.template.spec.containers[0];
    return !this.brokenImages.has(image) && (this.comesUp || image.endsWith('a'));
  }
}

const REVISION = 'deployment.kubernetes.io/revision';
const revisionOf = ({ metadata }: Body) => Number(metadata.annotations[REVISION]);

/** As the API refuses an apply. */
function refusal(conflicts: readonly FieldConflict[]): WireAnswer {
  const causes = conflicts.map(({ manager, field }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with "${manager}" using apps/v1`,
    field,
  }));
  const [first] = conflicts;
  const message = `Apply failed with 1 conflict: conflict with "${first!.manager}": ${first!.field}`;
  const { body } = status(409, message);
  return { status: 409, body: { ...(body as object), reason: 'Conflict', details: { causes } } };
}

function discovery(): WireAnswer {
  const resources = Object.entries(kinds).map(([kind, name]) => ({
    ...{ kind, name, singularName: '', verbs: [] },
    namespaced: kind !== 'Namespace',
  }));
  return { status: 200, body: { kind: 'APIResourceList', groupVersion: 'v1', resources } };
}
