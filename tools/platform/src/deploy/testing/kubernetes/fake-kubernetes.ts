import { type Answer, type WireAnswer, type WireRequest, wireServer } from '../wire-server';
import { Jobs } from './jobs';
import { discovery, isDiscovery, isListPath } from './kinds';
import { type KubernetesObject } from './kubernetes-object';
import { ObjectStore } from './object-store';
import type { Rights } from './rights';
import { RollOuts } from './roll-outs';
import { applied } from './server-side-apply';
import { type FieldConflict, status } from './status';

/**
 * The API of Kubernetes for what a deploy needs: server-side apply, dry runs, resource versions,
 * rights, Jobs that end at the second look, and Deployments with their ReplicaSets, which become
 * ready then, or not; until then the pods before them run.
 */
export class FakeKubernetes {
  readonly calls: string[] = [];
  comesUp = true;
  migrationSucceeds = true;
  /** By kind, the fields that somebody else owns, until they are taken by force. */
  readonly conflicts = new Map<string, readonly FieldConflict[]>();
  /** Images whose pods do not come up, whatever `comesUp` says. */
  readonly brokenImages = new Set<string>();
  unauthorized = false;
  /** By their tokens, who may do what. While there is none, everybody may do everything. */
  readonly accounts = new Map<string, Rights>();
  private readonly store = new ObjectStore();
  private readonly rollOuts = new RollOuts(this.store, (image) => this.works(image));
  private readonly jobs = new Jobs(this.store, {
    migrationSucceeds: () => this.migrationSucceeds,
    works: (image) => this.works(image),
  });
  private server!: Awaited<ReturnType<typeof wireServer>>;

  /** @param through stands between the client and the API, such as faults */
  static async start(through: (answer: Answer) => Answer = (one) => one): Promise<FakeKubernetes> {
    const kubernetes = new FakeKubernetes();
    kubernetes.server = await wireServer(through((request) => kubernetes.answer(request)));
    return kubernetes;
  }

  stop = () => this.server.stop();

  get url(): string {
    return this.server.url;
  }

  get kubeconfig(): string {
    return this.kubeconfigOf({ token: 'token' });
  }

  /** @param user its credentials, as a kubeconfig has them */
  kubeconfigOf(user: object): string {
    return JSON.stringify({
      ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'fake' },
      clusters: [
        { name: 'fake', cluster: { server: this.server.url, 'insecure-skip-tls-verify': true } },
      ],
      contexts: [{ name: 'fake', context: { cluster: 'fake', user: 'fake' } }],
      users: [{ name: 'fake', user }],
    });
  }

  /** By path. */
  get objects(): Map<string, KubernetesObject> {
    return this.store.objects;
  }

  object(name: string): KubernetesObject {
    return [...this.objects.values()].find(({ metadata }) => metadata.name === name);
  }

  /** Pods that run and work, of one Deployment. */
  available(name: string): number {
    return this.replicaSets(name).reduce(
      (sum, set) => sum + (set.status.availableReplicas as number),
      0,
    );
  }

  replicaSets = (name: string) => this.rollOuts.replicaSets(name);

  /** What `kubectl rollout undo` does. */
  undo(name: string): void {
    const [path, deployment] = [...this.objects].find(([key]) =>
      key.endsWith(`/deployments/${name}`),
    )!;
    const template = structuredClone(this.replicaSets(name)[1].spec.template);
    delete template.metadata.labels['pod-template-hash'];
    const spec = { ...deployment.spec, template };
    this.rollOuts.begin(path, { ...deployment, spec }, deployment);
    this.conflicts.set('Deployment', [
      { manager: 'kubectl', field: '.spec.template.spec.containers[name="api"].image' },
    ]);
  }

  changes = () => this.calls.filter((call) => !call.startsWith('GET'));

  private answer(request: WireRequest): WireAnswer {
    const { method, url, body } = request;
    const path = url.pathname;
    if (this.unauthorized) return status(401, 'Unauthorized');
    const account = this.accountOf(request);
    if (account === 'unknown') return status(401, 'Unauthorized');
    if (isDiscovery(path)) return discovery();
    const dryRun = url.searchParams.get('dryRun') === 'All';
    if (!dryRun) this.calls.push(`${method} ${path.split('/').slice(-2).join('/')}`);
    const refusal = account?.refusal(request, this.objects);
    if (refusal !== undefined) return refusal;
    if (path.endsWith('/log')) return { status: 200, body: 'no such table' };
    switch (method) {
      case 'PATCH':
        return this.apply(request, dryRun);
      case 'POST':
        return this.store.create(`${path}/${body.metadata.name}`, body);
      case 'PUT':
        return this.store.replace(path, body);
      case 'DELETE':
        return this.store.delete(path);
      default:
        return this.read(path, url.searchParams.get('labelSelector') ?? '');
    }
  }

  private accountOf({ headers }: WireRequest): Rights | 'unknown' | undefined {
    if (this.accounts.size === 0) return undefined;
    const token = headers.authorization?.replace(/^Bearer /, '') ?? '';
    return this.accounts.get(token) ?? 'unknown';
  }

  private read(path: string, selector: string): WireAnswer {
    if (isListPath(path)) return this.store.list(path, selector);
    const found = this.objects.get(path);
    if (found === undefined) return status(404, `${path} not found`);
    const answer = { status: 200, body: structuredClone(found) };
    if (found.kind === 'Job') this.jobs.goOn(found);
    if (found.kind === 'Deployment') this.rollOuts.goOn(found);
    return answer;
  }

  private apply(request: WireRequest, dryRun: boolean): WireAnswer {
    const { pathname: path } = request.url;
    const { kind } = request.body;
    const before = this.objects.get(path);
    const result = applied(request, before, this.conflicts.get(kind) ?? []);
    if ('refused' in result) return result.refused;
    const { object } = result;
    if (dryRun) return { status: 200, body: object };
    this.conflicts.delete(kind);
    const template = JSON.stringify(object.spec?.template);
    const changed = JSON.stringify(before?.spec?.template) !== template;
    if (changed && kind === 'Deployment') this.rollOuts.begin(path, object, before);
    else this.store.store(path, object);
    if (kind === 'Job' && before === undefined) this.jobs.begin(path, object);
    return { status: 200, body: object };
  }

  private works = (image: string) =>
    !this.brokenImages.has(image) && (this.comesUp || image.endsWith('a'));
}
