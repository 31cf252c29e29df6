import { organization } from '../../identity';
import type { KubeConfig } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
import { callFailure } from './call-failure';
import type { Manifest } from './manifest';

const fieldManager = `${organization}-deploy`;

/** What is used of the client's generic part; it finds each kind's path by asking the cluster. */
interface Objects {
  read(manifest: object): Promise<object>;
  create(manifest: object): Promise<object>;
  replace(manifest: object): Promise<object>;
  delete(
    ...[manifest, pretty, dryRun, grace, orphan, propagation]: [
      ...[object, undefined, undefined, undefined, undefined, 'Background'],
    ]
  ): Promise<object>;
  patch(
    ...[manifest, pretty, dryRun, fieldManager, force, strategy]: [
      ...[object, undefined, string | undefined, string, boolean, string],
    ]
  ): Promise<object>;
  list(
    ...[apiVersion, kind, namespace, pretty, exact, exported, fields, labels]: [
      ...[string, string, string, undefined, undefined, undefined, undefined, string],
    ]
  ): Promise<{ readonly items: object[] }>;
}

/** The calls of Kubernetes that a deploy makes. */
export class KubernetesApi {
  private constructor(
    private readonly objects: Objects,
    private readonly strategy: string,
    private readonly podLog: (namespace: string, pod: string) => Promise<string>,
  ) {}

  /** @param kubeconfig default: `KUBECONFIG`, else `~/.kube/config`, else the pod's account */
  static async load(kubeconfig?: string): Promise<KubernetesApi> {
    const client = await import('@kubernetes/client-node');
    const config: KubeConfig = new client.KubeConfig();
    if (kubeconfig === undefined) config.loadFromDefault();
    else config.loadFromString(kubeconfig);
    const core = config.makeApiClient(client.CoreV1Api);
    return new KubernetesApi(
      client.KubernetesObjectApi.makeApiClient(config) as unknown as Objects,
      client.PatchStrategy.ServerSideApply,
      (namespace, name) => core.readNamespacedPodLog({ namespace, name, tailLines: 10 }),
    );
  }

  /** The object as it is, or `undefined`. */
  async read(manifest: Manifest): Promise<Manifest | undefined> {
    try {
      return (await this.objects.read(manifest)) as Manifest;
    } catch (error) {
      if ((error as { code?: unknown }).code === 404) return undefined;
      throw callFailure('get', manifest, error);
    }
  }

  /**
   * Server-side apply: sets the fields that the manifest names and leaves the others.
   *
   * @param dryRun only returns what would result
   * @throws {DeployError} USAGE when somebody else owns a field
   */
  async apply(manifest: Manifest, dryRun = false): Promise<Manifest> {
    const dry = dryRun ? 'All' : undefined;
    return this.call('apply', manifest, () =>
      this.objects.patch(manifest, undefined, dry, fieldManager, false, this.strategy),
    );
  }

  async create(manifest: Manifest): Promise<Manifest> {
    return this.call('create', manifest, () => this.objects.create(manifest));
  }

  /** Fails where the object has changed since it was read: its `resourceVersion` must be that. */
  async replace(manifest: Manifest): Promise<Manifest> {
    return this.call('update', manifest, () => this.objects.replace(manifest));
  }

  async delete(manifest: Manifest): Promise<void> {
    await this.call('delete', manifest, () =>
      this.objects.delete(manifest, undefined, undefined, undefined, undefined, 'Background'),
    );
  }

  /** @param labels a selector, such as `job-name=migrate` */
  async list(kind: 'Pod' | 'ReplicaSet', namespace: string, labels: string): Promise<Manifest[]> {
    const apiVersion = kind === 'Pod' ? 'v1' : 'apps/v1';
    const none = undefined;
    const list = await this.call('list', { kind, metadata: { name: labels } }, () =>
      this.objects.list(apiVersion, kind, namespace, none, none, none, none, labels),
    );
    return (list as unknown as { readonly items: Manifest[] }).items;
  }

  /** The last lines of a pod's log; none where it cannot be read. */
  async logTail(namespace: string, pod: string): Promise<readonly string[]> {
    try {
      const lines = (await this.podLog(namespace, pod)).trimEnd().split('\n');
      return lines.map((line) => `  | ${line}`);
    } catch {
      return [];
    }
  }

  private async call(
    verb: string,
    manifest: Pick<Manifest, 'kind' | 'metadata'>,
    run: () => Promise<object>,
  ): Promise<Manifest> {
    try {
      return (await run()) as Manifest;
    } catch (error) {
      throw callFailure(verb, manifest, error);
    }
  }
}
