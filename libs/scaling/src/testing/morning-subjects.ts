import type { Tables } from '@repo/database';
import { OAuth2Client } from 'google-auth-library';
import { CloudRunDriver } from '../drivers/cloud-run/cloud-run.driver';
import { EcsDriver } from '../drivers/ecs/ecs.driver';
import { KubernetesDriver } from '../drivers/kubernetes/kubernetes.driver';
import { MemorySizes } from '../drivers/memory-sizes';
import { ProcessDriver } from '../drivers/process/process.driver';
import type { EarlierSizes } from '../drivers/scaling-driver';
import { StoredSizes } from '../storage/stored-sizes';
import { type ApiAnswer, type ApiRequest, FakeApi } from './fake-api';
import { fakeCloudRun } from './fake-cloud-run';
import { fakeEcs } from './fake-ecs';
import { fakeKubernetes } from './fake-kubernetes';
import type { MorningSubject } from './mornings';
import { rulesOf } from './rules-of';

export interface StartedSubject extends MorningSubject {
  readonly api: FakeApi;
}

/** Each platform that has more than one size, with each store in which it may keep the one of before. */
export const subjects: Readonly<Record<string, (tables: Tables) => Promise<StartedSubject>>> = {
  'ECS, tag of the service': ecs,
  'Kubernetes, database': kubernetes,
  'Cloud Run, database': cloudRun,
  'processes, database': (tables) => processes(new StoredSizes(tables)),
  'processes, memory': () => processes(new MemorySizes()),
};

async function ecs(): Promise<StartedSubject> {
  const { answer, service } = fakeEcs(true);
  const api = await FakeApi.start(answer);
  const credentials = { accessKeyId: 'id', secretAccessKey: 'secret' };
  return {
    api,
    driver: new EcsDriver({ endpoint: api.url, region: 'eu-central-1', credentials }),
    target: targetOn('platform: ecs, cluster: example, service: api'),
    size: () => service.desired,
    resize: (size) => (service.desired = size),
  };
}

async function kubernetes(tables: Tables): Promise<StartedSubject> {
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
    driver: new KubernetesDriver({ kubeconfig }, new StoredSizes(tables)),
    target: targetOn('platform: kubernetes, namespace: mcp, deployment: api, hpa: api'),
    size: () => state.replicas,
    resize: (size) => (state.replicas = size),
  };
}

/** Of a mode in which the number of instances is told to it. */
async function cloudRun(tables: Tables): Promise<StartedSubject> {
  const { answer, service } = fakeCloudRun('manual');
  const api = await FakeApi.start(answer);
  const authClient = new OAuth2Client();
  authClient.setCredentials({ access_token: 'token' });
  const names = 'project: example, location: europe-west3, service: api, mode: manual';
  return {
    api,
    driver: new CloudRunDriver({ endpoint: api.url, authClient }, new StoredSizes(tables)),
    target: targetOn(`platform: cloud-run, ${names}`),
    size: () => Number(service.scaling['manualInstanceCount'] ?? 0),
    resize: (size) => (service.scaling['manualInstanceCount'] = size),
  };
}

async function processes(earlier: EarlierSizes): Promise<StartedSubject> {
  const state = { workers: 4 };
  const api = await FakeApi.start(({ method, body }: ApiRequest): ApiAnswer => {
    if (method === 'PUT') Object.assign(state, body);
    return { status: 200, body: { workers: { desired: state.workers, ready: state.workers } } };
  });
  return {
    api,
    driver: new ProcessDriver({}, earlier),
    target: targetOn(`platform: process, url: '${api.url}/admin/scaling/process'`, 1),
    size: () => state.workers,
    resize: (size) => (state.workers = size),
  };
}

/** On for ten hours of each day, with a number of replicas that its rules leave open. */
function targetOn(platform: string, least = 0): MorningSubject['target'] {
  return (offHours = least, isOnDemand) => {
    const onDemand = ', on_demand: { idle: 30m, size: { min: 1, max: 1 } }';
    const [target] = rulesOf(`
hours: { weekdays: ['08:00-18:00'], weekends: ['08:00-18:00'] }
grace: 0m
targets:
  - { name: api, ${platform}, on_hours: { min: 2, max: 10 },
      off_hours: { min: ${offHours}, max: ${offHours} }${isOnDemand ? onDemand : ''} }
`).targets;
    return target!;
  };
}
