import { AMPLE_TIMEOUT_MS, describeDriver } from '../../testing/driver-contract';
import { FakeApi } from '../../testing/fake-api';
import { azureFault, fakeAzure } from '../../testing/fake-azure';
import { rulesOf } from '../../testing/rules-of';
import { selfSigned } from '../../testing/self-signed';
import type { ScalingDriver } from '../scaling-driver';
import { ContainerInstancesDriver } from './container-instances.driver';

const tls = selfSigned();
const errors = [
  ['THROTTLED', azureFault(429, 'TooManyRequests')],
  ['CONFLICT', azureFault(409, 'ContainerGroupTransitioning')],
  ['ACCESS_DENIED', azureFault(403, 'AuthorizationFailed')],
  ['NOT_FOUND', azureFault(404, 'ResourceNotFound')],
  ['REFUSED', azureFault(400, 'InvalidRequest')],
  ['UNREACHABLE', azureFault(500, 'InternalServerError')],
] as const;

async function start(timeout = AMPLE_TIMEOUT_MS) {
  const { answer, group } = fakeAzure();
  const api = await FakeApi.start(answer, tls);
  const [target] = rulesOf(`
targets:
  - name: api
    platform: container-instances
    subscription: sub
    resource_group: example
    container_group: api
    on_hours: { min: 1, max: 1 }
`).targets;
  const credential = {
    getToken: async () => ({ token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 }),
  };
  const driver: ScalingDriver = new ContainerInstancesDriver({
    credential,
    client: {
      endpoint: api.url,
      tlsOptions: { ca: tls.cert },
      retryOptions: { maxRetries: 0 },
    },
    timeout,
  });
  return { api, driver, target: target!, size: () => group.state, group };
}

describe('a container group', () => {
  describeDriver({ start, on: 'Running', off: 'Stopped', errors });

  it.each([
    ['Pending', 'Creating', { desired: 1, ready: 0, settled: false }],
    ['Running', 'Repairing', { desired: 1, ready: 1, settled: false }],
    ['Failed', 'Succeeded', { desired: 0, ready: 0, settled: true }],
    ['Succeeded', 'Succeeded', { desired: 0, ready: 0, settled: true }],
  ])('that is %s while its provisioning is %s', async (state, provisioningState, size) => {
    const { api, driver, target, group } = await start();
    Object.assign(group, { state, provisioningState });
    expect(await driver.read(target)).toMatchObject(size);
    await api.stop();
  });

  it.each([
    ['Waiting', { desired: 1, ready: 0, settled: false }],
    ['Running', { desired: 1, ready: 1, settled: true }],
  ])('that runs, and whose container is %s', async (state, size) => {
    const { api, driver, target, group } = await start();
    group.container = state;
    expect(await driver.read(target)).toMatchObject(size);
    await api.stop();
  });

  it('is started by one call, for the operation of which it needs no right to ask', async () => {
    const { api, driver, target, size, group } = await start();
    group.state = 'Stopped';
    const actual = await driver.read(target);
    await driver.apply(target, { min: 1, desired: 1, max: 1 }, actual);
    expect(size()).toBe('Running');
    expect(api.requests.map(({ method }) => method)).toEqual(['GET', 'POST']);
    await api.stop();
  });
});
