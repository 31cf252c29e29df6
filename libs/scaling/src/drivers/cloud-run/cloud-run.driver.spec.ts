import { OAuth2Client } from 'google-auth-library';
import { AMPLE_TIMEOUT_MS, describeDriver } from '../../testing/driver-contract';
import { type ApiAnswer, type ApiRequest, FakeApi } from '../../testing/fake-api';
import { rulesOf } from '../../testing/rules-of';
import { MemorySizes } from '../memory-sizes';
import type { ScalingDriver } from '../scaling-driver';
import { CloudRunDriver } from './cloud-run.driver';

const fault = (code: number, status: string): ApiAnswer => ({
  status: code,
  body: { error: { code, status, message: 'no' } },
});

const errors = [
  ['THROTTLED', fault(429, 'RESOURCE_EXHAUSTED')],
  ['CONFLICT', fault(409, 'ABORTED')],
  ['ACCESS_DENIED', fault(403, 'PERMISSION_DENIED')],
  ['NOT_FOUND', fault(404, 'NOT_FOUND')],
  ['REFUSED', fault(400, 'INVALID_ARGUMENT')],
  ['UNREACHABLE', fault(503, 'UNAVAILABLE')],
] as const;

interface Change {
  readonly etag?: string;
  readonly scaling: Readonly<Record<string, unknown>>;
}

/** One service by the REST of the Admin API, version 2: masks, etags, zeros left out. */
function fakeCloudRun(mode: 'automatic' | 'manual') {
  const service = {
    etag: 1,
    reconciling: false,
    scaling: (mode === 'automatic'
      ? { minInstanceCount: 2 }
      : { scalingMode: 'MANUAL', manualInstanceCount: 5 }) as Record<string, unknown>,
  };
  function answer({ method, path, query, headers, body }: ApiRequest<Change>): ApiAnswer {
    expect(path).toBe('/v2/projects/example/locations/europe-west3/services/api');
    expect(headers.authorization).toBe('Bearer token');
    if (method === 'PATCH') {
      if (body.etag !== `"${service.etag}"`) return fault(409, 'ABORTED');
      service.etag += 1;
      for (const field of query.get('updateMask')!.split(',')) {
        const name = field.replace('scaling.', '');
        if (body.scaling[name]) service.scaling[name] = body.scaling[name];
        else delete service.scaling[name];
      }
      return {
        status: 200,
        body: { name: 'projects/example/locations/europe-west3/operations/1' },
      };
    }
    const { etag, reconciling, scaling } = service;
    return {
      status: 200,
      body: { etag: `"${etag}"`, scaling, ...(reconciling ? { reconciling } : {}) },
    };
  }
  return { answer, service };
}

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

  it('is settled when Cloud Run is through with it', async () => {
    const { api, driver, target, service } = await start('automatic');
    service.reconciling = true;
    expect(await driver.read(target)).toMatchObject({ settled: false });
    await api.stop();
  });
});

describe('a Cloud Run service of a fixed number of instances', () => {
  describeDriver({ start: (timeout) => start('manual', timeout), on: 5, off: 0, errors });
});
