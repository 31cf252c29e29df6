import { OAuth2Client } from 'google-auth-library';
import { AMPLE_TIMEOUT_MS, describeDriver } from '../../testing/driver-contract';
import { FakeApi } from '../../testing/fake-api';
import { cloudRunFault, fakeCloudRun } from '../../testing/fake-cloud-run';
import { rulesOf } from '../../testing/rules-of';
import { MemorySizes } from '../memory-sizes';
import type { ScalingDriver } from '../scaling-driver';
import { CloudRunDriver } from './cloud-run.driver';

const errors = [
  ['THROTTLED', cloudRunFault(429, 'RESOURCE_EXHAUSTED')],
  ['CONFLICT', cloudRunFault(409, 'ABORTED')],
  ['ACCESS_DENIED', cloudRunFault(403, 'PERMISSION_DENIED')],
  ['NOT_FOUND', cloudRunFault(404, 'NOT_FOUND')],
  ['REFUSED', cloudRunFault(400, 'INVALID_ARGUMENT')],
  ['UNREACHABLE', cloudRunFault(503, 'UNAVAILABLE')],
] as const;

async function start(mode: 'automatic' | 'manual', timeout = AMPLE_TIMEOUT_MS) {
  const { answer, service } = fakeCloudRun(mode);
  const api = await FakeApi.start(answer);
  const [target] = rulesOf(`
targets:
  - name: api
    platform: cloud-run
    project: example
    location: europe-west3
    service: api
    mode: ${mode}
    on_hours: { min: 2, max: 10 }
`).targets;
  const authClient = new OAuth2Client();
  authClient.setCredentials({ access_token: 'token' });
  const driver: ScalingDriver = new CloudRunDriver(
    { endpoint: api.url, authClient, timeout },
    new MemorySizes(),
  );
  const size = () => {
    const { scalingMode, minInstanceCount = 0, manualInstanceCount = 0 } = service.scaling;
    return scalingMode === 'MANUAL' ? manualInstanceCount : minInstanceCount;
  };
  return { api, driver, target: target!, size, service };
}

describe('a Cloud Run service that scales by itself', () => {
  describeDriver({ start: (timeout) => start('automatic', timeout), on: 2, off: 0, errors });

  it('is only changed as it was read', async () => {
    const { api, driver, target, service } = await start('automatic');
    const actual = await driver.read(target);
    service.etag = 7;
    await expect(
      driver.apply(target, { min: 0, desired: 0, max: 0 }, actual),
    ).rejects.toMatchObject({ code: 'CONFLICT' });
    await api.stop();
  });

  it('is brought back to its mode where somebody changed it', async () => {
    const { api, driver, target, service } = await start('automatic');
    service.scaling = { scalingMode: 'MANUAL', manualInstanceCount: 3 };
    const actual = await driver.read(target);
    expect(actual.differs).toBe('its scaling is MANUAL');

    await driver.apply(target, { min: 2, desired: 3, max: 10 }, actual);
    expect(service.scaling).toMatchObject({ scalingMode: 'AUTOMATIC', minInstanceCount: 2 });
    await api.stop();
  });

  it.each([
    ['works on it', { reconciling: true }],
    ['has not seen the last change', { observedGeneration: '0' }],
    ['could not bring it up', { terminalCondition: { state: 'CONDITION_FAILED' } }],
    ['says nothing of how it went', { terminalCondition: undefined }],
    ['has a newer revision that is not ready', { latestCreatedRevision: 'api-00002' }],
  ])('is not there while Cloud Run %s', async (_what, said) => {
    const { api, driver, target, service } = await start('automatic');
    expect(await driver.read(target)).toMatchObject({ desired: 2, ready: 2, settled: true });
    Object.assign(service.said, said);
    expect(await driver.read(target)).toMatchObject({ desired: 2, ready: 0, settled: false });
    await api.stop();
  });

  it('is not off while its revision keeps instances warm, and says who can change that', async () => {
    const { api, driver, target, service, size } = await start('automatic');
    service.said.template = { scaling: { minInstanceCount: 1 } };
    const none = { min: 0, desired: 0, max: 0 };
    await expect(driver.apply(target, none, await driver.read(target))).resolves.toBeUndefined();
    expect(size()).toBe(0);

    const actual = await driver.read(target);
    expect(actual).toMatchObject({ desired: 1, min: 0 });
    await expect(driver.apply(target, none, actual)).rejects.toThrow(
      /REFUSED.*the revision itself keeps 1 warm.*autoscaling.knative.dev\/minScale/,
    );
    await api.stop();
  });
});

describe('a Cloud Run service of a fixed number of instances', () => {
  describeDriver({ start: (timeout) => start('manual', timeout), on: 5, off: 0, errors });
});
