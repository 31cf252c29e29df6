import { organization } from '../../identity';
import type { KubeConfig } from '@kubernetes/client-node' with { 'resolution-mode': 'import' };
import { AsyncLocalStorage } from 'node:async_hooks';
import { abortable, limited } from '../../deploy/abortable';
import type { Clock } from '../../deploy/clock';
import { DeployError } from '../../deploy/deploy.error';
import { retry } from '../../deploy/retry';
import { callFailure } from './call-failure';
import { areOwn, conflictsOf } from './conflicts';
import type { Manifest } from './manifest';

/** Under which name the cluster notes what a deploy sets. */
export const fieldManager = `${organization}-deploy`;

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

/** The kinds of which a deploy asks what there is. */
export interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
}

export const podKind: Kind = { apiVersion: 'v1', kind: 'Pod' };
export const replicaSetKind: Kind = { apiVersion: 'apps/v1', kind: 'ReplicaSet' };

interface ApiOptions {
  readonly clock: Clock;
  /** Default: `KUBECONFIG`, else `~/.kube/config`, else the pod's account. */
  readonly kubeconfig?: string;
  /** Milliseconds for one request. */
  readonly requestTimeoutMs?: number;
  /** Take fields that others own. */
  readonly forceConflicts?: boolean;
}

interface Client {
  readonly objects: Objects;
  readonly strategy: string;
  readonly podLog: (namespace: string, pod: string) => Promise<string>;
}

const REQUEST_TIMEOUT_MS = 15_000;

/** What ends the request that is being made; the client takes none with a call. */
const requestEnd = new AsyncLocalStorage<AbortSignal>();

/**
 * The calls of Kubernetes that a deploy makes. Each ends after a time; one that failed for a reason
 * that may pass is made again, as all of them may be.
 */
export class KubernetesApi {
  private constructor(
    private readonly client: Client,
    private readonly options: ApiOptions,
    private readonly signal?: AbortSignal,
  ) {}

  static async load(options: ApiOptions): Promise<KubernetesApi> {
    const client = await import('@kubernetes/client-node');
    const config: KubeConfig = new client.KubeConfig();
    if (options.kubeconfig === undefined) config.loadFromDefault();
    else config.loadFromString(options.kubeconfig);
    const cluster = config.getCurrentCluster();
    if (cluster === null) {
      throw new DeployError('USAGE', 'There is no current cluster: kubectl config use-context.');
    }
    const configuration = client.createConfiguration({
      baseServer: new client.ServerConfiguration(cluster.server, {}),
      authMethods: { default: config },
      promiseMiddleware: [
        {
          pre: (context) => {
            context.setSignal(requestEnd.getStore()!);
            return Promise.resolve(context);
          },
          post: (response) => Promise.resolve(response),
        },
      ],
    });
    const core = new client.CoreV1Api(configuration);
    return new KubernetesApi(
      {
        objects: new client.KubernetesObjectApi(configuration) as unknown as Objects,
        strategy: client.PatchStrategy.ServerSideApply,
        podLog: (namespace, name) => core.readNamespacedPodLog({ namespace, name, tailLines: 10 }),
      },
      options,
    );
  }

  /** The same calls, which end when the signal is aborted. */
  within(signal: AbortSignal): KubernetesApi {
    return new KubernetesApi(this.client, this.options, signal);
  }

  /** The object as it is, or `undefined`. */
  async read(manifest: Manifest): Promise<Manifest | undefined> {
    return this.find('get', manifest, () => this.client.objects.read(manifest));
  }

  /**
   * Server-side apply: sets the fields that the manifest names and leaves the others. Fields that
   * an earlier deploy set, or `kubectl rollout undo`, are taken back.
   *
   * @param dryRun only returns what would result
   * @throws {DeployError} USAGE when somebody else owns a field
   */
  async apply(manifest: Manifest, dryRun = false): Promise<Manifest> {
    const { objects, strategy } = this.client;
    const patch = (force: boolean) =>
      objects.patch(manifest, undefined, dryRun ? 'All' : undefined, fieldManager, force, strategy);
    const forced = this.options.forceConflicts ?? false;
    return this.call('apply', manifest, async () => {
      try {
        return await patch(forced);
      } catch (error) {
        if (forced || !areOwn(conflictsOf(error), fieldManager)) throw error;
        return patch(true);
      }
    });
  }

  async create(manifest: Manifest): Promise<Manifest> {
    return this.call('create', manifest, () => this.client.objects.create(manifest));
  }

  /** Fails where the object has changed since it was read: its `resourceVersion` must be that. */
  async replace(manifest: Manifest): Promise<Manifest> {
    return this.call('update', manifest, () => this.client.objects.replace(manifest));
  }

  /** One that is not there any more is none to delete. */
  async delete(manifest: Manifest): Promise<void> {
    const none = undefined;
    await this.find('delete', manifest, () =>
      this.client.objects.delete(manifest, none, none, none, none, 'Background'),
    );
  }

  /**
   * @param labels a selector, such as `job-name=migrate`
   * @returns none of a kind that the cluster does not have
   */
  async list({ apiVersion, kind }: Kind, namespace: string, labels: string): Promise<Manifest[]> {
    const none = undefined;
    const { objects } = this.client;
    const list = await this.find('list', { kind, metadata: { name: labels } }, () =>
      objects.list(apiVersion, kind, namespace, none, none, none, none, labels),
    );
    const { items = [] } = (list ?? {}) as { readonly items?: Manifest[] };
    // In a list the server leaves out what is the same for all.
    return items.map((item) => ({ ...item, apiVersion, kind }));
  }

  /** The last lines of a pod's log; none where it cannot be read. */
  async logTail(namespace: string, pod: string): Promise<readonly string[]> {
    try {
      const lines = await this.limited(() => this.client.podLog(namespace, pod));
      return lines
        .trimEnd()
        .split('\n')
        .map((line) => `  | ${line}`);
    } catch {
      this.signal?.throwIfAborted();
      return [];
    }
  }

  private async find(
    verb: string,
    manifest: Pick<Manifest, 'kind' | 'metadata'>,
    run: () => Promise<object>,
  ): Promise<Manifest | undefined> {
    try {
      return await this.call(verb, manifest, run);
    } catch (error) {
      if (error instanceof DeployError && error.code === 'NOT_FOUND') return undefined;
      throw error;
    }
  }

  private async call(
    verb: string,
    manifest: Pick<Manifest, 'kind' | 'metadata'>,
    run: () => Promise<object>,
  ): Promise<Manifest> {
    const { clock } = this.options;
    return retry({ clock, signal: this.signal }, async () => {
      try {
        return (await this.limited(run)) as Manifest;
      } catch (error) {
        this.signal?.throwIfAborted();
        throw callFailure(verb, manifest, error);
      }
    });
  }

  private limited<T>(run: () => Promise<T>): Promise<T> {
    const end = limited(this.options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS, this.signal);
    return abortable(end, () => requestEnd.run(end, run));
  }
}
