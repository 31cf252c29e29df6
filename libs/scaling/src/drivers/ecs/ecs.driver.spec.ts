import { AMPLE_TIMEOUT_MS, describeDriver } from '../../testing/driver-contract';
import { FakeApi, type ApiAnswer } from '../../testing/fake-api';
import { fakeEcs } from '../../testing/fake-ecs';
import { rulesOf } from '../../testing/rules-of';
import type { ScalingDriver } from '../scaling-driver';
import { EcsDriver } from './ecs.driver';

const fault = (type: string, status = 400): ApiAnswer => ({
  status,
  body: { __type: type, message: 'no' },
});
const settings = {
  region: 'eu-central-1',
  credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
  maxAttempts: 1,
};

async function start(autoscaled: boolean, timeout = AMPLE_TIMEOUT_MS) {
  const { answer, service } = fakeEcs(autoscaled);
  const api = await FakeApi.start(answer);
  const [target] = rulesOf(`
targets:
  - { name: api, platform: ecs, cluster: example, service: api, on_hours: { min: 2, max: 10 } }
`).targets;
  const driver: ScalingDriver = new EcsDriver({ ...settings, endpoint: api.url, timeout });
  const size = () => [service.desired, service.bounds?.min, service.bounds?.max];
  return { api, driver, target: target!, size, service };
}

const errors = [
  ['THROTTLED', fault('ThrottlingException')],
  ['CONFLICT', fault('ConcurrentUpdateException')],
  ['ACCESS_DENIED', fault('AccessDeniedException')],
  ['NOT_FOUND', fault('ClusterNotFoundException')],
  ['REFUSED', fault('InvalidParameterException')],
  ['UNREACHABLE', fault('ServerException', 500)],
] as const;

describe('an autoscaled service of ECS', () => {
  describeDriver({
    start: (timeout) => start(true, timeout),
    on: [5, 2, 10],
    off: [0, 0, 0],
    errors,
  });

  it('loses its bounds before its tasks, and gets its tasks before its bounds', async () => {
    const { api, driver, target } = await start(true);
    const changes = () =>
      api.requests
        .map(({ headers }) => String(headers['x-amz-target']).split('.')[1])
        .filter((call) => /^(Update|Register|Tag)/.test(call ?? ''));
    const actual = await driver.read(target);

    await driver.apply(target, { min: 0, desired: 0, max: 0 }, actual);
    expect(changes()).toEqual(['RegisterScalableTarget', 'UpdateService']);
    await driver.apply(target, { min: 2, desired: 5, max: 10 }, await driver.read(target));
    expect(changes().slice(2)).toEqual(['UpdateService', 'RegisterScalableTarget']);
    await api.stop();
  });

  it('is asked for again where AWS throttles one call', async () => {
    const { api, target } = await start(true);
    const patient: ScalingDriver = new EcsDriver({
      ...settings,
      endpoint: api.url,
      maxAttempts: 3,
      timeout: AMPLE_TIMEOUT_MS,
    });
    // The SDK draws by lot how long it pauses: the shortest of what may come.
    const lot = jest.spyOn(Math, 'random').mockReturnValue(0);
    api.failAfter(0, { answer: fault('ThrottlingException') });

    expect(await patient.read(target)).toMatchObject({ desired: 5 });
    lot.mockRestore();
    await api.stop();
  });

  it.each([
    ['runs fewer tasks than shall', { runningCount: 3 }, 3],
    ['starts another', { pendingCount: 1 }, 5],
    ['rolls out', { deployments: [{ status: 'PRIMARY', rolloutState: 'IN_PROGRESS' }] }, 5],
    [
      'still runs tasks of an older deployment',
      { deployments: [{ status: 'PRIMARY' }, { status: 'ACTIVE', runningCount: 1 }] },
      5,
    ],
  ])('is not settled while it %s', async (_what, said, ready) => {
    const { api, driver, target, service } = await start(true);
    expect(await driver.read(target)).toMatchObject({ desired: 5, ready: 5, settled: true });
    service.said = said;
    expect(await driver.read(target)).toMatchObject({ desired: 5, ready, settled: false });
    await api.stop();
  });

  it('is not found once it is being deleted', async () => {
    const { api, driver, target, service } = await start(true);
    service.status = 'DRAINING';
    await expect(driver.read(target)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await api.stop();
  });
});

describe('a service of ECS without autoscaling', () => {
  describeDriver({
    start: (timeout) => start(false, timeout),
    on: [5, undefined, undefined],
    off: [0, undefined, undefined],
    errors,
  });
});
