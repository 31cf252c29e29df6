import { AMPLE_TIMEOUT_MS, describeDriver } from '../../testing/driver-contract';
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

interface Cluster {
  readonly autoscaled: boolean;
  readonly offHours?: string;
  readonly timeout?: number;
  /** The client shakes hands anew for each call, so most of what is asked is asked without TLS. */
  readonly isTls?: boolean;
}

async function start({
  autoscaled,
  offHours = '{ min: 0, max: 0 }',
  timeout = AMPLE_TIMEOUT_MS,
  isTls = false,
}: Cluster) {
  const { answer, state } = fakeKubernetes(autoscaled);
  const api = await FakeApi.start(answer, isTls ? tls : undefined);
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
    timeout,
  });
  const size = () => [state.replicas, state.hpa?.minReplicas, state.hpa?.maxReplicas];
  return { api, driver, target: target!, size, state };
}

describe('a Deployment with an HPA, paused at 0', () => {
  describeDriver({
    start: (timeout) => start({ autoscaled: true, timeout }),
    on: [5, 2, 10],
    off: [0, 2, 10],
    errors,
  });

  it('comes back with the minimum of its HPA where the earlier size is less', async () => {
    const { api, driver, target, state } = await start({ autoscaled: true });
    state.replicas = 0;
    await driver.apply(target, { min: 3, desired: 1, max: 10 }, await driver.read(target));
    expect(state).toMatchObject({ replicas: 3, hpa: { minReplicas: 3 } });
    await api.stop();
  });

  it('says which HPA is missing', async () => {
    const { api, driver, target, state } = await start({ autoscaled: true });
    state.hpa = undefined;
    await expect(driver.read(target)).rejects.toThrow(/get horizontalpodautoscalers.*NOT_FOUND/);
    await api.stop();
  });

  it.each([
    ['has not seen what was asked for', { observedGeneration: 6 }, 5],
    ['has pods that are not ready', { readyReplicas: 2, availableReplicas: 2 }, 2],
    ['has pods that are ready, but not for long enough', { availableReplicas: 4 }, 5],
    ['still runs pods of an older template', { replicas: 6, updatedReplicas: 5 }, 5],
    ['still ends pods', { terminatingReplicas: 1 }, 5],
  ])('is not settled while its controller %s', async (_what, status, ready) => {
    const { api, driver, target, state } = await start({ autoscaled: true });
    expect(await driver.read(target)).toMatchObject({ desired: 5, ready: 5, settled: true });
    Object.assign(state.status, status);
    expect(await driver.read(target)).toMatchObject({ desired: 5, ready, settled: false });
    await api.stop();
  });

  it('is not settled at 0 before the last pod is gone', async () => {
    const { api, driver, target, state } = await start({ autoscaled: true });
    state.replicas = 0;
    for (const left of ['replicas', 'terminatingReplicas']) {
      state.status = { [left]: 1 };
      expect(await driver.read(target)).toMatchObject({ desired: 0, ready: 0, settled: false });
    }
    state.status = {};
    expect(await driver.read(target)).toMatchObject({ desired: 0, ready: 0, settled: true });
    await api.stop();
  });
});

describe('a Deployment whose HPA is narrowed', () => {
  describeDriver({
    start: (timeout) => start({ autoscaled: true, offHours: '{ min: 1, max: 1 }', timeout }),
    on: [5, 2, 10],
    off: [1, 1, 1],
    errors,
  });
});

describe('a Deployment without an HPA', () => {
  describeDriver({
    start: (timeout) => start({ autoscaled: false, timeout }),
    on: [5, undefined, undefined],
    off: [0, undefined, undefined],
    errors,
  });
});

describe('the API of a cluster', () => {
  it('is trusted by the authority that the kubeconfig names', async () => {
    const { api, driver, target, size } = await start({ autoscaled: true, isTls: true });
    const actual = await driver.read(target);
    await driver.apply(target, { min: 2, desired: 7, max: 10 }, actual);
    expect(size()).toEqual([7, 2, 10]);
    await api.stop();
  });

  it('is trusted by no other', async () => {
    const { api, target } = await start({ autoscaled: true, isTls: true });
    const driver: ScalingDriver = new KubernetesDriver({
      kubeconfig: kubeconfig(api.url, selfSigned().cert),
      timeout: AMPLE_TIMEOUT_MS,
    });
    await expect(driver.read(target)).rejects.toMatchObject({ code: 'UNREACHABLE' });
    expect(api.requests).toEqual([]);
    await api.stop();
  });
});

function kubeconfig(server: string, cert = tls.cert): string {
  // The client refuses plain HTTP where it shall check certificates.
  const trust = server.startsWith('https:')
    ? { 'certificate-authority-data': Buffer.from(cert).toString('base64') }
    : { 'insecure-skip-tls-verify': true };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'fake',
    clusters: [{ name: 'fake', cluster: { server, ...trust } }],
    users: [{ name: 'fake', user: { token: 'token' } }],
    contexts: [{ name: 'fake', context: { cluster: 'fake', user: 'fake' } }],
  });
}
