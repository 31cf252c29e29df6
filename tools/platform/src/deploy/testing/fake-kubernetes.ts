import { organization } from '../../identity';
import { type WireAnswer, type WireRequest, wireServer } from './wire-server';

type Body = any; // eslint-disable-line @typescript-eslint/no-explicit-any

const kinds: Readonly<Record<string, string>> = {
  ConfigMap: 'configmaps',
  Deployment: 'deployments',
  Job: 'jobs',
  Lease: 'leases',
  Namespace: 'namespaces',
  Pod: 'pods',
  ReplicaSet: 'replicasets',
  Service: 'services',
};
const status = (code: number, message: string): WireAnswer => ({
  status: code,
  body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, message },
});

/**
 * The API of Kubernetes for the kinds above: server-side apply, dry runs, resource versions, Jobs
 * that end at the second look, and Deployments that become ready then, or not.
 */
export class FakeKubernetes {
  readonly calls: string[] = [];
  /** By path. */
  readonly objects = new Map<string, Body>();
  comesUp = true;
  migrationSucceeds = true;
  /** Kinds with a field that somebody else owns. */
  readonly owned = new Set<string>();
  unauthorized = false;
  private version = 1;
  private server!: Awaited<ReturnType<typeof wireServer>>;

  static async start(): Promise<FakeKubernetes> {
    const kubernetes = new FakeKubernetes();
    kubernetes.server = await wireServer((request) => kubernetes.answer(request));
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

  changes = () => this.calls.filter((call) => !call.startsWith('GET'));

  private answer(request: WireRequest): WireAnswer {
    const { method, url, body } = request;
    const path = url.pathname;
    if (this.unauthorized) return status(401, 'Unauthorized');
    if (/^\/(api\/v1|apis\/[^/]+\/v1)$/.test(path)) return discovery();
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
        this.objects.delete(path);
        return { status: 200, body: {} };
      default:
        return this.read(path);
    }
  }

  private read(path: string): WireAnswer {
    if (Object.values(kinds).includes(path.split('/').at(-1)!)) {
      const items = [...this.objects].filter(([key]) => key.startsWith(`${path}/`));
      return { status: 200, body: { items: items.map(([, item]) => item) } };
    }
    const found = this.objects.get(path);
    if (found === undefined) return status(404, `${path} not found`);
    const answer = { status: 200, body: structuredClone(found) };
    this.goOn(found);
    return answer;
  }

  private apply({ url, headers, body }: WireRequest, dryRun: boolean): WireAnswer {
    expect(headers['content-type']).toContain('application/apply-patch+yaml');
    expect(url.searchParams.get('fieldManager')).toBe(`${organization}-deploy`);
    expect(url.searchParams.get('force')).not.toBe('true');
    if (this.owned.has(body.kind)) {
      return status(409, 'Apply failed with 1 conflict: conflict with "kubectl-edit": .spec');
    }
    const before = this.objects.get(url.pathname);
    const after = { ...before, ...body, metadata: { ...before?.metadata, ...body.metadata } };
    const changed = JSON.stringify(before?.spec) !== JSON.stringify(body.spec);
    if (!dryRun) {
      this.store(url.pathname, after);
      if (changed && body.kind === 'Deployment') this.rollOut(url.pathname, after, before);
    }
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
    this.objects.set(path, stored);
  }

  /** What the cluster does between two looks. */
  private goOn(object: Body): void {
    if (object.kind === 'Job') {
      const type = this.migrationSucceeds ? 'Complete' : 'Failed';
      object.status = { conditions: [{ type, status: 'True' }] };
    }
    if (object.kind !== 'Deployment') return;
    const { generation = 1 } = object.metadata;
    const isGood = this.comesUp || object.spec.template.spec.containers[0].image.endsWith('a');
    const reason = { reason: 'ProgressDeadlineExceeded', message: 'has timed out progressing' };
    object.status = isGood
      ? { observedGeneration: generation, replicas: 1, updatedReplicas: 1, availableReplicas: 1 }
      : { observedGeneration: generation, conditions: [{ type: 'Progressing', ...reason }] };
  }
}

function discovery(): WireAnswer {
  const resources = Object.entries(kinds).map(([kind, name]) => ({
    ...{ kind, name, singularName: '', verbs: [] },
    namespaced: kind !== 'Namespace',
  }));
  return { status: 200, body: { kind: 'APIResourceList', groupVersion: 'v1', resources } };
}
