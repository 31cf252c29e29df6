import { describeDriver } from '../../testing/driver-contract';
import { FakeApi } from '../../testing/fake-api';
import { failure, fakeKubernetes } from '../../testing/fake-kubernetes';
import { rulesOf } from '../../testing/rules-of';
import { selfSigned } from '../../testing/self-signed';
import type { ScalingDriver } from '../scaling-driver';
import { KubernetesDriver } from './kubernetes.driver';

const tls = selfSigned();

const errors = [
  ['THROTTLED', failure(429, 'TooManyRequests')],
  ['CONFLICT', failure(409, 'Conflict')],
  ['ACCESS_DENIED', failure(403, 'Forbidden')],
  ['NOT_FOUND', failure(404, 'NotFound')],
  ['REFUSED', failure(422, 'Invalid')],
  ['UNREACHABLE', failure(500, 'InternalError')],
] as const;

async function start(autoscaled: boolean, offHours = '{ min: 0, max: 0 }') {
  const { answer, state } = fakeKubernetes(autoscaled);
  const api = await FakeApi.start(answer, tls);
  const [target] = rulesOf(`
targets:
  - name: api
    platform: kubernetes
    namespace: mcp
    deployment: api
    ${autoscaled ? 'hpa: api' : ''}
    on_hours: { min: 2, max: 10 }
    off_hours: ${offHours}
`).targets;
  const driver: ScalingDriver = new KubernetesDriver({
    kubeconfig: kubeconfig(api.url),
    timeout: 400,
  });
  const size = () => [state.replicas, state.hpa?.minReplicas, state.hpa?.maxReplicas];
  return { api, driver, target: target!, size, state };
}

describe('a Deployment with an HPA, paused at 0', () => {
  describeDriver({ start: () => start(true), on: [5, 2, 10], off: [0, 2, 10], errors });

  it('comes back with the minimum of its HPA where the earlier size is less', async () => {
    const { api, driver, target, state } = await start(true);
    state.replicas = 0;
    await driver.apply(target, { min: 3, desired: 1, max: 10 }, await driver.read(target));
    expect(state).toMatchObject({ replicas: 3, hpa: { minReplicas: 3 } });
    await api.stop();
  });

  it('says which HPA is missing', async () => {
    const { api, driver, target, state } = await start(true);
    state.hpa = undefined;
    await expect(driver.read(target)).rejects.toThrow(/get horizontalpodautoscalers.*NOT_FOUND/);
    await api.stop();
  });

  it('is settled when as many pods run as shall', async () => {
    const { api, driver, target, state } = await start(true);
    state.running = 2;
    expect(await driver.read(target)).toMatchObject({ desired: 5, ready: 2, settled: false });
    await api.stop();
  });
});

describe('a Deployment whose HPA is narrowed', () => {
  describeDriver({
    start: () => start(true, '{ min: 1, max: 1 }'),
    on: [5, 2, 10],
    off: [1, 1, 1],
    errors,
  });
});

describe('a Deployment without an HPA', () => {
  describeDriver({
    start: () => start(false),
    on: [5, undefined, undefined],
    off: [0, undefined, undefined],
    errors,
  });
});

function kubeconfig(server: string): string {
  const authority = Buffer.from(tls.cert).toString('base64');
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'fake',
    clusters: [{ name: 'fake', cluster: { server, 'certificate-authority-data': authority } }],
    users: [{ name: 'fake', user: { token: 'token' } }],
    contexts: [{ name: 'fake', context: { cluster: 'fake', user: 'fake' } }],
  });
}
