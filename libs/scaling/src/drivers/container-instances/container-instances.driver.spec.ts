import { AMPLE_TIMEOUT_MS, describeDriver } from '../../testing/driver-contract';
import { type ApiAnswer, type ApiRequest, FakeApi } from '../../testing/fake-api';
import { rulesOf } from '../../testing/rules-of';
import { selfSigned } from '../../testing/self-signed';
import type { ScalingDriver } from '../scaling-driver';
import { ContainerInstancesDriver } from './container-instances.driver';

const tls = selfSigned();
const fault = (status: number, code: string): ApiAnswer => ({
  status,
  body: { error: { code, message: 'no' } },
});

const errors = [
  ['THROTTLED', fault(429, 'TooManyRequests')],
  ['CONFLICT', fault(409, 'ContainerGroupTransitioning')],
  ['ACCESS_DENIED', fault(403, 'AuthorizationFailed')],
  ['NOT_FOUND', fault(404, 'ResourceNotFound')],
  ['REFUSED', fault(400, 'InvalidRequest')],
  ['UNREACHABLE', fault(500, 'InternalServerError')],
] as const;

/** One container group by the REST of the Azure Resource Manager. */
function fakeAzure() {
  const group = { state: 'Running', provisioningState: 'Succeeded' };
  const path =
    '/subscriptions/sub/resourceGroups/example/providers/Microsoft.ContainerInstance/containerGroups/api';
  function answer(request: ApiRequest): ApiAnswer {
    expect(request.headers.authorization).toBe('Bearer token');
    switch (`${request.method} ${request.path}`) {
      case `GET ${path}`:
        return {
          status: 200,
          body: {
            name: 'api',
            properties: {
              provisioningState: group.provisioningState,
              instanceView: { state: group.state },
              containers: [],
              osType: 'Linux',
            },
          },
        };
      case `POST ${path}/stop`:
        group.state = 'Stopped';
        return { status: 204 };
      case `POST ${path}/start`:
        group.state = 'Running';
        return {
          status: 202,
          headers: { 'azure-asyncoperation': `https://${request.headers.host}/operation` },
        };
      case 'GET /operation':
        return { status: 200, body: { status: 'InProgress' } };
      default:
        return fault(404, 'ResourceNotFound');
    }
  }
  return { answer, group };
}

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
});
