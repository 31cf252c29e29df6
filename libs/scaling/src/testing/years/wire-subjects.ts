import type { Tables } from '@repo/database';
import { OAuth2Client } from 'google-auth-library';
import { CloudRunDriver } from '../../drivers/cloud-run/cloud-run.driver';
import { ContainerInstancesDriver } from '../../drivers/container-instances/container-instances.driver';
import { EcsDriver } from '../../drivers/ecs/ecs.driver';
import { KubernetesDriver } from '../../drivers/kubernetes/kubernetes.driver';
import { ProcessDriver } from '../../drivers/process/process.driver';
import type { ScalingDriver } from '../../drivers/scaling-driver';
import { StoredSizes } from '../../storage/stored-sizes';
import { type ApiAnswer, type ApiRequest, FakeApi } from '../fake-api';
import { azureFault, fakeAzure } from '../fake-azure';
import { cloudRunFault, fakeCloudRun } from '../fake-cloud-run';
import { fakeEcs } from '../fake-ecs';
import { failure, fakeKubernetes } from '../fake-kubernetes';
import { selfSigned } from '../self-signed';

/** What a platform has been told, read from its stand-in. */
export interface Told {
  readonly replicas: number;
  /** Of its autoscaler, where that holds anything. */
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** A stand-in for a platform, what speaks its wire, and a target on it. */
export interface WireSubject {
  readonly api: FakeApi;
  /** What the platform does and answers where nothing goes wrong. */
  readonly answer: (request: ApiRequest) => ApiAnswer;
  /** How it says that it is asked too often, and that it is broken. */
  readonly refusals: readonly ApiAnswer[];
  /** A driver that knows nothing yet: that of a worker which has just started. */
  readonly driver: () => ScalingDriver;
  /** Settings of the target, each a line of YAML. */
  readonly settings: readonly string[];
  readonly told: () => Told;
  /** So many run by now. */
  readonly show: (running: number) => void;
  /** Its autoscaler, or somebody by hand, moves it; none where there is but one size. */
  readonly resize?: (replicas: number) => void;
}

/**
 * Milliseconds for one call. What hangs takes as long on this machine as well, so it is less than
 * that of the drivers, which the simulated clock counts.
 */
const TIMEOUT_MS = 1_000;

/** Each platform as the worker reaches it, but that the SDKs are not to try again themselves. */
export const wireSubjects: Readonly<Record<string, (tables: Tables) => Promise<WireSubject>>> = {
  Kubernetes: kubernetes,
  ECS: ecs,
  'Cloud Run': cloudRun,
  'Container Instances': containerInstances,
  process: processes,
};

async function kubernetes(tables: Tables): Promise<WireSubject> {
  const { answer, state } = fakeKubernetes(true);
  const api = await FakeApi.start(answer);
  const kubeconfig = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'fake',
    clusters: [{ name: 'fake', cluster: { server: api.url, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'fake', user: { token: 'token' } }],
    contexts: [{ name: 'fake', context: { cluster: 'fake', user: 'fake' } }],
  });
  return {
    api,
    answer: answer as WireSubject['answer'],
    refusals: [failure(429, 'TooManyRequests'), failure(500, 'InternalError')],
    driver: () =>
      new KubernetesDriver({ kubeconfig, timeout: TIMEOUT_MS }, new StoredSizes(tables)),
    settings: ['platform: kubernetes', 'namespace: mcp', 'deployment: api', 'hpa: api', ...sizes],
    // At 0 the HPA is paused, so that its bounds hold nothing.
    told: () => ({
      replicas: state.replicas,
      ...(state.replicas > 0 && { min: state.hpa!.minReplicas, max: state.hpa!.maxReplicas }),
    }),
    show: (running) => {
      const counts = ['replicas', 'updatedReplicas', 'readyReplicas', 'availableReplicas'];
      state.status = Object.fromEntries(counts.map((count) => [count, running]));
    },
    resize: (replicas) => (state.replicas = replicas),
  };
}

async function ecs(): Promise<WireSubject> {
  const { answer, service } = fakeEcs(true);
  const api = await FakeApi.start(answer);
  const credentials = { accessKeyId: 'id', secretAccessKey: 'secret' };
  const fault = (status: number, type: string) => ({ status, body: { __type: type } });
  return {
    api,
    answer: answer as WireSubject['answer'],
    refusals: [fault(400, 'ThrottlingException'), fault(500, 'ServerException')],
    driver: () =>
      new EcsDriver({
        ...{ endpoint: api.url, region: 'eu-central-1', credentials },
        ...{ maxAttempts: 1, timeout: TIMEOUT_MS },
      }),
    settings: ['platform: ecs', 'cluster: example', 'service: api', ...sizes],
    told: () => ({ replicas: service.desired, ...service.bounds }),
    show: (running) => {
      const deployments = [{ status: 'PRIMARY', rolloutState: 'COMPLETED', runningCount: running }];
      service.said = { runningCount: running, deployments };
    },
    resize: (replicas) => (service.desired = replicas),
  };
}

/** Of a mode in which the number of instances is told to it. */
async function cloudRun(tables: Tables): Promise<WireSubject> {
  const { answer, service } = fakeCloudRun('manual');
  const api = await FakeApi.start(answer);
  const authClient = new OAuth2Client();
  authClient.setCredentials({ access_token: 'token' });
  const options = { endpoint: api.url, authClient, timeout: TIMEOUT_MS };
  const replicas = () => Number(service.scaling['manualInstanceCount'] ?? 0);
  const names = ['project: example', 'location: europe-west3', 'service: api', 'mode: manual'];
  return {
    api,
    answer: answer as WireSubject['answer'],
    refusals: [cloudRunFault(429, 'RESOURCE_EXHAUSTED'), cloudRunFault(503, 'UNAVAILABLE')],
    driver: () => new CloudRunDriver(options, new StoredSizes(tables)),
    settings: ['platform: cloud-run', ...names, ...sizes],
    told: () => ({ replicas: replicas() }),
    show: (running) => (service.said['reconciling'] = running !== replicas()),
    resize: (count) => {
      service.scaling['manualInstanceCount'] = count;
      service.etag += 1;
    },
  };
}

async function containerInstances(): Promise<WireSubject> {
  const { answer, group } = fakeAzure();
  const tls = selfSigned();
  const api = await FakeApi.start(answer, tls);
  const getToken = async () => ({ token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 });
  const client = {
    ...{ endpoint: api.url, tlsOptions: { ca: tls.cert } },
    retryOptions: { maxRetries: 0 },
  };
  const names = ['subscription: sub', 'resource_group: example', 'container_group: api'];
  return {
    api,
    answer,
    refusals: [azureFault(429, 'TooManyRequests'), azureFault(500, 'InternalServerError')],
    driver: () =>
      new ContainerInstancesDriver({ credential: { getToken }, client, timeout: TIMEOUT_MS }),
    settings: ['platform: container-instances', ...names, 'on_hours: { min: 1, max: 1 }'],
    told: () => ({ replicas: group.state === 'Stopped' ? 0 : 1 }),
    show: (running) => (group.container = running === 1 ? 'Running' : 'Waiting'),
  };
}

async function processes(tables: Tables): Promise<WireSubject> {
  const state = { workers: 4, ready: 4 };
  const answer = ({ method, body }: ApiRequest): ApiAnswer => {
    if (method === 'PUT') state.workers = (body as { workers: number }).workers;
    return { status: 200, body: { workers: { desired: state.workers, ready: state.ready } } };
  };
  const api = await FakeApi.start(answer);
  return {
    api,
    answer,
    refusals: [{ status: 429 }, { status: 500 }],
    driver: () => new ProcessDriver({ timeout: TIMEOUT_MS }, new StoredSizes(tables)),
    settings: [
      ...['platform: process', `url: '${api.url}/admin/scaling/process'`],
      ...['on_hours: { min: 2, max: 10 }', 'off_hours: { min: 1, max: 1 }'],
    ],
    told: () => ({ replicas: state.workers }),
    show: (running) => (state.ready = running),
    resize: (replicas) => (state.workers = replicas),
  };
}

/** Without a size of their own, so that the one of before comes back. */
const sizes = ['on_hours: { min: 2, max: 10 }', 'off_hours: { min: 0, max: 0 }'];
